import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.pat.PatProvider;
import org.jspecify.annotations.NullMarked;

/** Personal access tokens as a credential type. */
@NullMarked
module dev.keyfob.auth.pat {
  requires dev.keyfob.auth.api;

  provides CredentialProvider with
      PatProvider;
}
