package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.SealableStore;
import dev.keyfob.auth.api.spi.SharedStore;

/** Whether the store of an account answers, and what is in it can be read and replaced. */
public record StoreCheck(AccountKey key, CredentialStore store) implements HealthCheck {
  @Override
  public String name() {
    return "store";
  }

  @Override
  public CheckResult look() {
    Availability answer = store.availability();
    if (!answer.available()) {
      return CheckResult.fail(
          answer.reason().orElse("The store " + store.id() + " cannot be used."),
          answer.remedy().orElse(key.loginCommand() + " --store file"));
    }
    if (store instanceof SealableStore sealable && sealable.sealed(key)) {
      return CheckResult.pass("The credentials of " + key + " are in the store file, sealed.");
    }
    boolean stored = store.find(key).isPresent();
    try {
      store.requireWritable(key);
    } catch (AuthException.StoreUnavailable e) {
      return CheckResult.fail(
          e.getMessage() + " A session that is renewed could not be kept.",
          e.hint().orElse(key.command("store migrate") + " --to file"));
    }
    return CheckResult.pass(
        stored
            ? "The credentials of " + key + " are in the store " + store.id() + "." + server()
            : "Nothing is stored for "
                + key
                + "; the store "
                + store.id()
                + " is writable."
                + server());
  }

  /** Of a store that many machines share: where it is, how far, and who is at it. */
  private String server() {
    if (!(store instanceof SharedStore shared)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    shared
        .describe(key)
        .forEach(
            (name, value) ->
                text.append(text.isEmpty() ? " (" : ", ")
                    .append(name.replace('_', ' '))
                    .append(": ")
                    .append(value));
    return text.append(text.isEmpty() ? "" : ")").toString();
  }
}
