import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.store.file.FileStoreFactory;
import org.jspecify.annotations.NullMarked;

/** Credential documents as files, one for each account. */
@NullMarked
module dev.keyfob.store.file {
  requires dev.keyfob.auth.api;

  provides CredentialStoreFactory with
      FileStoreFactory;
}
