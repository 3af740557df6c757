import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.apikey.ApiKeyProvider;
import org.jspecify.annotations.NullMarked;

/** API keys as a credential type. */
@NullMarked
module dev.keyfob.auth.apikey {
  requires dev.keyfob.auth.api;

  provides CredentialProvider with
      ApiKeyProvider;
}
