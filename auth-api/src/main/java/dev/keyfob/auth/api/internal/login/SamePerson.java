package dev.keyfob.auth.api.internal.login;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.internal.store.Account;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says it when a login to a second account has brought the person of another one: a browser that is
 * still signed in asks nobody.
 *
 * @param accounts the accounts of a profile
 * @param opener opens one of them
 */
public record SamePerson(
    Function<String, List<AccountKey>> accounts, Function<AccountKey, Account> opener) {
  /** Looks at no account. */
  static final SamePerson NOBODY =
      new SamePerson(
          profile -> List.of(),
          key -> {
            throw new IllegalStateException("no account was listed");
          });

  /** Warns if another account of the profile is the same person's, and this one is not yet. */
  void tell(Account account, JsonObject user) {
    List<AccountKey> others = others(account);
    List<String> fields = account.profile().identityFields();
    if (others.isEmpty() || isSame(user, stored(account, account.key()), fields)) {
      return; // nobody else, or once more the person that the account is known to be of
    }
    for (AccountKey other : others) {
      if (isSame(user, stored(account, other), fields)) {
        account.context().notices().warn(sentence(account.key(), other));
        return;
      }
    }
  }

  private static String sentence(AccountKey key, AccountKey other) {
    return "This is the same person as in the account "
        + other.account()
        + ", which is to be the account "
        + key.account()
        + " now. If the browser was still signed in: "
        + key.loginCommand()
        + " --prompt select_account, or --login-hint WHO.";
  }

  private List<AccountKey> others(Account account) {
    try {
      return accounts.apply(account.key().profile()).stream()
          .filter(key -> !key.equals(account.key()))
          .toList();
    } catch (AuthException e) {
      account.context().notices().trace(() -> "the other accounts are unknown: " + e.getMessage());
      return List.of();
    }
  }

  private Optional<JsonObject> stored(Account account, AccountKey other) {
    try {
      return opener.apply(other).store().find(other).flatMap(CredentialDocument::user);
    } catch (AuthException e) {
      account.context().notices().trace(() -> "it is unknown whose " + other + " is");
      return Optional.empty();
    }
  }

  /** By the first field that both have; what does not change comes before what people see. */
  static boolean isSame(JsonObject user, Optional<JsonObject> other, List<String> fields) {
    if (other.isEmpty()) {
      return false;
    }
    List<String> names = new ArrayList<>(List.of("sub", "id"));
    fields.forEach(field -> names.add(field.substring(field.lastIndexOf('.') + 1)));
    for (String name : names) {
      String one = text(user.get(name));
      String two = text(other.get().get(name));
      if (!one.isEmpty() && !two.isEmpty()) {
        return one.equals(two);
      }
    }
    return false;
  }

  private static String text(@Nullable JsonValue value) {
    if (value == null || value.equals(JsonValue.NULL)) {
      return "";
    }
    return value instanceof JsonString text ? text.getString() : value.toString();
  }
}
