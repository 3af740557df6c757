package dev.keyfob.store.file;

import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.auth.api.spi.StoreContext;

/** Opens the store {@code file}. */
public final class FileStoreFactory implements CredentialStoreFactory {
  static final String ID = "file";

  private final KeyCache ring;

  /** Made by {@link java.util.ServiceLoader}. */
  public FileStoreFactory() {
    this(SealHeader.Cost.STANDARD);
  }

  FileStoreFactory(SealHeader.Cost cost) {
    ring = new KeyCache(cost);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public void forget() {
    ring.erase();
  }

  @Override
  public CredentialStore open(StoreContext context) {
    return new FileCredentialStore(context, new Seals(context, ring));
  }
}
