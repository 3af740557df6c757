package dev.keyfob.auth.api.internal;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Sealing;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.internal.store.NewPassphrase;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.SealableStore;
import dev.keyfob.auth.api.spi.support.Passphrase;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Seals documents where they are now. The person is asked before the account is locked. */
public final class DefaultSealing implements Sealing {
  private static final String NEW_VARIABLE = "KEYFOB_NEW_PASSPHRASE";

  private final Composition parts;

  DefaultSealing(Composition parts) {
    this.parts = parts;
  }

  @Override
  public boolean sealed(AccountKey key) {
    return store(key) instanceof SealableStore store && store.sealed(key);
  }

  @Override
  public void seal(AccountKey key) {
    SealableStore store = sealable(key);
    if (store.find(key).isEmpty()) {
      throw new AuthException.NotLoggedIn(key);
    }
    if (store.sealed(key)) {
      throw AuthException.usage(
          "The credentials of " + key + " are sealed already.",
          "keyfob store change-passphrase " + key.profile());
    }
    seal(key, newPassphrase(key, Passphrase.VARIABLE));
  }

  @Override
  public void seal(AccountKey key, Secret passphrase) {
    change(key, store -> store.seal(key, passphrase));
  }

  @Override
  public void unseal(AccountKey key) {
    change(key, store -> store.unseal(key));
  }

  @Override
  public void changePassphrase(AccountKey key) {
    SealableStore store = sealable(key);
    if (store.find(key).isEmpty()) { // asks for the old passphrase
      throw new AuthException.NotLoggedIn(key);
    }
    if (!store.sealed(key)) {
      throw AuthException.usage(
          "The credentials of " + key + " are not sealed.", "keyfob store seal " + key.profile());
    }
    changePassphrase(key, newPassphrase(key, NEW_VARIABLE));
    Map<String, String> environment = parts.environment;
    Stream.of(Passphrase.VARIABLE, Passphrase.VARIABLE + "_FILE")
        .filter(variable -> !environment.getOrDefault(variable, "").isBlank())
        .forEach(variable -> parts.notices.warn(variable + " still gives the old passphrase."));
  }

  @Override
  public void changePassphrase(AccountKey key, Secret passphrase) {
    change(key, store -> store.changePassphrase(key, passphrase));
  }

  private Secret newPassphrase(AccountKey key, String variable) {
    return new NewPassphrase(variable, parts.environment, parts.interaction)
        .take("the credentials of " + parts.profiles.get(key.profile()).displayName());
  }

  private void change(AccountKey key, Consumer<SealableStore> change) {
    // asks for the old passphrase, if need be, before the lock is taken
    sealable(key).requireWritable(key);
    try (AccountLock _ = parts.accounts.forReading(key).lock(parts.locks)) {
      change.accept(sealable(key)); // it may have been moved while we waited
    }
  }

  private SealableStore sealable(AccountKey key) {
    CredentialStore store = store(key);
    if (store instanceof SealableStore sealable) {
      return sealable;
    }
    throw AuthException.usage(
        "The store " + store.id() + " does not seal documents.",
        "keyfob store migrate " + key.profile() + " --to file");
  }

  private CredentialStore store(AccountKey key) {
    parts.lifecycle.requireOpen();
    return parts.accounts.current(key).store();
  }
}
