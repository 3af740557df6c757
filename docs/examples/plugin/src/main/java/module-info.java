import com.example.signature.CommandStoreFactory;
import com.example.signature.SignatureProvider;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;

/** A provider and a store for keyfob. Nothing is exported: keyfob finds them by their services. */
module com.example.signature {
  requires dev.keyfob.auth.api;

  provides CredentialProvider with
      SignatureProvider;
  provides CredentialStoreFactory with
      CommandStoreFactory;
}
