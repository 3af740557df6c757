package dev.keyfob.store.file;

import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.auth.api.spi.StoreContext;

/** Opens the store {@code file}. */
public final class FileStoreFactory implements CredentialStoreFactory {
  static final String ID = "file";

  /** Made by {@link java.util.ServiceLoader}. */
  public FileStoreFactory() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public CredentialStore open(StoreContext context) {
    return new FileCredentialStore(context);
  }
}
