package dev.keyfob.auth.api.internal.session;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.plugin.Stores;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.StoreContext;
import java.util.Optional;

/**
 * Which store an account is in: the one asked for, else the one its last login went to, else the
 * embedding program's own, else {@code file}. A login without a preference takes the program's own,
 * else the keychain if it answers.
 */
public final class StoreSelection {
  /** Takes the keychain when it answers, else the file store. */
  public static final String AUTO = "auto";

  static final String FILE = "file";
  private static final String KEYCHAIN = "keychain";

  private final Stores stores;
  private final AccountRecords records;
  private final Optional<String> preferred;

  /**
   * Selects among stores.
   *
   * @param preferred {@code KEYFOB_STORE}
   */
  public StoreSelection(Stores stores, AccountRecords records, Optional<String> preferred) {
    this.stores = stores;
    this.records = records;
    this.preferred = preferred.filter(id -> !id.equals(AUTO));
  }

  /** The store to read from. */
  public CredentialStore forReading(AccountKey key, StoreContext context) {
    Optional<String> named = existing(key, context.profile());
    if (named.isPresent()) {
      return open(named.get(), context);
    }
    String usual = stores.chosen().orElse(FILE);
    return stores
        .find(usual)
        .map(factory -> factory.open(context))
        .orElseGet(() -> new NoStore(usual));
  }

  /**
   * The store for a login to write to, which answers.
   *
   * @param asked {@code --store}
   * @throws AuthException.StoreUnavailable if the one asked for does not answer
   */
  public CredentialStore forLogin(AccountKey key, StoreContext context, Optional<String> asked) {
    Optional<String> chosen =
        asked.isPresent() ? asked.filter(id -> !id.equals(AUTO)) : existing(key, context.profile());
    if (context.profile().credentialFile().isPresent()) {
      chosen = Optional.of(FILE);
    }
    if (chosen.isPresent()) {
      return available(chosen.get(), context);
    }
    if (stores.chosen().isPresent()) {
      return available(stores.chosen().get(), context);
    }
    Optional<CredentialStore> keychain =
        stores
            .find(KEYCHAIN)
            .map(factory -> factory.open(context))
            .filter(s -> answers(s, context));
    return keychain.isPresent() ? keychain.get() : available(FILE, context);
  }

  private static boolean answers(CredentialStore keychain, StoreContext context) {
    Availability answer = keychain.availability();
    if (!answer.available()) {
      context
          .notices()
          .trace(() -> "no keychain here, using a file: " + answer.reason().orElse("no reason"));
    }
    return answer.available();
  }

  private Optional<String> existing(AccountKey key, ServiceProfile profile) {
    return profile.credentialFile().isPresent()
        ? Optional.of(FILE)
        : preferred.or(() -> records.store(key));
  }

  private CredentialStore open(String id, StoreContext context) {
    return stores.get(id).open(context);
  }

  private CredentialStore available(String id, StoreContext context) {
    CredentialStore store = open(id, context);
    Availability answer = store.availability();
    if (!answer.available()) {
      throw new AuthException.StoreUnavailable(
          answer.reason().orElse("The store " + store.id() + " cannot be used."),
          answer.remedy().orElse("keyfob doctor"),
          null);
    }
    return store;
  }
}
