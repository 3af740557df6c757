import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.oauth.OAuthProvider;
import org.jspecify.annotations.NullMarked;

/**
 * Sessions of OAuth 2 and OpenID Connect: login, renewal, revocation. Nothing is exported; the
 * provider is found as a service.
 */
@NullMarked
@SuppressWarnings("module") // the implementation of JSON-B is not needed to compile
module dev.keyfob.auth.oauth {
  requires com.google.zxing;
  requires com.nimbusds.jose.jwt;
  requires dev.keyfob.auth.api;
  requires jakarta.json.bind;

  opens dev.keyfob.auth.oauth.wire to
      org.eclipse.yasson;

  provides CredentialProvider with
      OAuthProvider;
}
