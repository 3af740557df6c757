package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.auth.api.spi.SealableStore;
import dev.keyfob.auth.api.spi.SharedStore;
import dev.keyfob.auth.api.spi.StoreContext;

/** A plugin's store factory, whose faults name the plugin. */
final class GuardedStoreFactory implements CredentialStoreFactory {
  private final CredentialStoreFactory factory;
  private final PluginGuard blame;

  GuardedStoreFactory(CredentialStoreFactory factory, PluginGuard blame) {
    this.factory = factory;
    this.blame = blame;
  }

  @Override
  public String id() {
    return blame.call(factory::id);
  }

  @Override
  public void forget() {
    blame.call(
        () -> {
          factory.forget();
          return true;
        });
  }

  @Override
  public CredentialStore open(StoreContext context) {
    CredentialStore store = blame.call(() -> factory.open(context));
    return switch (store) {
      case SealableStore sealable -> new GuardedSealableStore(sealable, blame);
      case SharedStore shared -> new GuardedSharedStore(shared, blame);
      default -> new GuardedStore(store, blame);
    };
  }
}
