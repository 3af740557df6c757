package dev.keyfob.auth.oauth;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.IdentityRequest;
import dev.keyfob.auth.oauth.discovery.Discovery;
import dev.keyfob.auth.oauth.protocol.JwtPayload;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/** Finds the user of a session: by the service's API, else by the userinfo endpoint. */
final class UserIdentity {
  private final CredentialProvider provider;
  private final ProviderContext context;

  UserIdentity(CredentialProvider provider, ProviderContext context) {
    this.provider = provider;
    this.context = context;
  }

  /** The identity; empty if neither address is known. Blocks for one request. */
  Optional<JsonObject> ask(OAuthCredential session) {
    ServiceProfile profile = context.profile();
    if (profile.apiBaseUri().isPresent() && profile.identityPath().isPresent()) {
      URI target = profile.resolve(profile.identityPath().get());
      return IdentityRequest.send(target, provider, session, context);
    }
    if (profile.oauth().isEmpty()) {
      return Optional.empty();
    }
    Optional<URI> userinfo = new Discovery(context).forSession(session).userinfoEndpoint();
    if (userinfo.isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonObject> answer = IdentityRequest.send(userinfo.get(), provider, session, context);
    answer.ifPresent(user -> requireSamePerson(session, user));
    return answer;
  }

  /** OpenID Connect Core section 5.3.2: a token of another person may have been slipped in. */
  private void requireSamePerson(OAuthCredential session, JsonObject user) {
    Optional<JsonObject> claims = session.idToken().flatMap(JwtPayload::read);
    if (claims.isPresent() && !Objects.equals(claims.get().get("sub"), user.get("sub"))) {
      throw new AuthException.Protocol(
          "The identity provider of "
              + context.profile().displayName()
              + " says that the access token belongs to another person than the ID token.",
          context.key().loginCommand(),
          null);
    }
  }
}
