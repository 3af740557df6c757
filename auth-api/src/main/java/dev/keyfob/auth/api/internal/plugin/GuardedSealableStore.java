package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.SealableStore;

/** A plugin's store that seals documents, whose faults name the plugin. */
final class GuardedSealableStore extends GuardedStore implements SealableStore {
  private final SealableStore store;
  private final PluginGuard blame;

  GuardedSealableStore(SealableStore store, PluginGuard blame) {
    super(store, blame);
    this.store = store;
    this.blame = blame;
  }

  @Override
  public boolean sealed(AccountKey key) {
    return blame.call(() -> store.sealed(key));
  }

  @Override
  public void seal(AccountKey key, Secret passphrase) {
    run(() -> store.seal(key, passphrase));
  }

  @Override
  public void unseal(AccountKey key) {
    run(() -> store.unseal(key));
  }

  @Override
  public void changePassphrase(AccountKey key, Secret passphrase) {
    run(() -> store.changePassphrase(key, passphrase));
  }
}
