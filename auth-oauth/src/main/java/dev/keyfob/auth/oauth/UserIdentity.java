package dev.keyfob.auth.oauth;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.HttpAnswer;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.IdentityRequest;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.discovery.Discovery;
import dev.keyfob.auth.oauth.idtoken.IdTokenValidator;
import dev.keyfob.auth.oauth.protocol.JwtPayload;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
    AuthorizationServer server = new Discovery(context).forSession(session);
    Optional<URI> userinfo = server.userinfoEndpoint();
    if (userinfo.isEmpty()) {
      return Optional.empty();
    }
    HttpAnswer answer = IdentityRequest.ask(userinfo.get(), provider, session, context);
    JsonObject user = isSigned(answer) ? signed(answer, server) : IdentityRequest.object(answer);
    return Optional.of(
        new ClaimSources(userinfo.get(), context).complete(ofSamePerson(session, user)));
  }

  private static boolean isSigned(HttpAnswer answer) {
    return answer
        .headers()
        .firstValue("Content-Type")
        .filter(type -> type.strip().toLowerCase(Locale.ROOT).startsWith("application/jwt"))
        .isPresent();
  }

  /** Without published keys nothing can be made of it; the ID token says who it is. */
  private JsonObject signed(HttpAnswer answer, AuthorizationServer server) {
    Optional<URI> keys = server.issuer().isEmpty() ? Optional.empty() : server.jwksUri();
    if (keys.isEmpty()) {
      context.notices().trace(() -> "userinfo is signed, and no key is known to check it by");
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    String body = new String(answer.body(), StandardCharsets.US_ASCII).strip();
    return new IdTokenValidator(server, keys.get(), context).validateUserinfo(Secret.of(body));
  }

  /**
   * OpenID Connect Core section 5.3.2: a token of another person may have been slipped in. What
   * does not say whose it is, is not used, and proves nothing against the ID token.
   */
  private JsonObject ofSamePerson(OAuthCredential session, JsonObject user) {
    Optional<JsonObject> claims = session.idToken().flatMap(JwtPayload::read);
    if (claims.isEmpty()) {
      return user;
    }
    if (!user.containsKey("sub")) {
      context.notices().trace(() -> "userinfo does not say whose it is, and is not used");
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    if (!Objects.equals(claims.get().get("sub"), user.get("sub"))) {
      throw new AuthException.Protocol(
          "The identity provider of "
              + context.profile().displayName()
              + " says that the access token belongs to another person than the ID token.",
          context.key().loginCommand(),
          null);
    }
    return user;
  }
}
