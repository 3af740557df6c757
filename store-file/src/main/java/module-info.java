import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.store.file.FileStoreFactory;
import org.jspecify.annotations.NullMarked;

/** Credential documents as files, one for each account, in the clear or sealed. */
@NullMarked
module dev.keyfob.store.file {
  requires dev.keyfob.auth.api;
  requires org.bouncycastle.provider;

  provides CredentialStoreFactory with
      FileStoreFactory;
}
