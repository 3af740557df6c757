package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.spi.SharedStore;
import java.util.Map;

/** A plugin's store on a server, whose faults name the plugin. */
final class GuardedSharedStore extends GuardedStore implements SharedStore {
  private final SharedStore store;
  private final PluginGuard blame;

  GuardedSharedStore(SharedStore store, PluginGuard blame) {
    super(store, blame);
    this.store = store;
    this.blame = blame;
  }

  @Override
  public String prepare() {
    return blame.call(store::prepare);
  }

  @Override
  public int rotateKey() {
    return blame.call(store::rotateKey);
  }

  @Override
  public Map<String, String> describe(AccountKey key) {
    return blame.call(() -> store.describe(key));
  }
}
