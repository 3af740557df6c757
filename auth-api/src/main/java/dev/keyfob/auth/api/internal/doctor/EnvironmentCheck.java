package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.resolve.CredentialResolver;
import dev.keyfob.auth.api.internal.store.Account;
import java.util.List;
import java.util.Optional;

/**
 * Whether the environment puts something in the place of what is stored.
 *
 * @param preferredStore {@code KEYFOB_STORE}
 * @param recordedStore the store that the last login went to
 */
public record EnvironmentCheck(
    Account account,
    CredentialResolver resolver,
    Providers providers,
    Optional<String> preferredStore,
    Optional<String> recordedStore)
    implements HealthCheck {
  @Override
  public String name() {
    return "environment";
  }

  @Override
  public CheckResult look() {
    if (preferredStore.isPresent()
        && recordedStore.isPresent()
        && !preferredStore.equals(recordedStore)) {
      return CheckResult.warn(
          "KEYFOB_STORE is "
              + preferredStore.get()
              + ", but the credentials of "
              + account.key()
              + " went to "
              + recordedStore.get()
              + ".",
          "unset KEYFOB_STORE");
    }
    Optional<String> active = resolver.activeVariable(account.profile());
    if (active.isEmpty()) {
      return CheckResult.pass("No environment variable provides a credential.");
    }
    for (String type : stored()) {
      Optional<String> shadowing = resolver.shadowingVariable(account.profile(), type);
      if (shadowing.isPresent()) {
        return CheckResult.warn(
            shadowing.get() + " is set and used in place of the stored " + type + ".",
            "unset " + shadowing.get());
      }
    }
    return CheckResult.pass(active.get() + " gives a credential; nothing stored is in its way.");
  }

  private List<String> stored() {
    try {
      CredentialDocument document =
          account.store().find(account.key()).orElse(CredentialDocument.EMPTY);
      return providers.typesIn(document, account.profile());
    } catch (AuthException e) {
      return List.of(); // the check of the store says so
    }
  }

  /** Does not print the environment. */
  @Override
  public String toString() {
    return name();
  }
}
