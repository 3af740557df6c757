package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.Extension;

/**
 * Opens a store. Found by {@link java.util.ServiceLoader}; its constructor does no work, because
 * every command pays for it.
 */
public interface CredentialStoreFactory extends Extension.Store {
  /**
   * The store's id, as in {@code --store}.
   *
   * @return lower-case letters, digits and dashes, unique among the stores
   */
  String id();

  /**
   * Opens the store for one profile. Nothing is read or written yet.
   *
   * @param context what to work with
   * @return the store, which needs no closing
   */
  CredentialStore open(StoreContext context);

  /**
   * Erases from memory what was kept for the stores opened so far, such as the keys of sealed
   * documents. They and the factory can be used again afterwards, which may ask a person again.
   * Called when a {@link dev.keyfob.auth.api.Keyfob} is closed.
   */
  default void forget() {}
}
