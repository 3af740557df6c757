package dev.keyfob.auth.oauth.token;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.discovery.Discovery;
import dev.keyfob.auth.oauth.protocol.ErrorResponse;
import dev.keyfob.auth.oauth.protocol.JwtPayload;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Exchanges a refresh token for a fresh session (RFC 6749 section 6). */
public final class SessionRenewal {
  private final ProviderContext context;

  public SessionRenewal(ProviderContext context) {
    this.context = context;
  }

  /**
   * Sends one refresh request, without a retry. Blocks for up to 60 seconds.
   *
   * @param session one that is renewable
   * @throws AuthException.SessionExpired if the grant is dead
   * @throws AuthException.Transient if it may work later
   */
  public OAuthCredential renew(OAuthCredential session) {
    AuthorizationServer server = new Discovery(context).forSession(session);
    Secret refreshToken = session.refreshToken().orElseThrow();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refreshToken.reveal());
    form.put("client_id", server.clientId());
    server.resource().ifPresent(resource -> form.put("resource", resource));
    return switch (new TokenEndpoint(server, context).send(form)) {
      case TokenEndpoint.Granted granted -> renewed(session, server, granted.tokens());
      case TokenEndpoint.Refused refused -> throw refusal(server, refused);
    };
  }

  private OAuthCredential renewed(
      OAuthCredential session, AuthorizationServer server, VerifiedTokens tokens) {
    tokens.idToken().ifPresent(idToken -> requireSamePerson(session, server, idToken));
    return new OAuthCredential(
        tokens.accessToken(),
        tokens.refreshToken().or(session::refreshToken),
        tokens.idToken().or(session::idToken),
        Optional.of(context.clock().instant()),
        TokenLifetime.end(tokens, context),
        tokens.scope().or(session::scope),
        Optional.of(OAuthCredential.BEARER),
        server.issuer(),
        Optional.of(server.clientId()),
        Optional.empty(),
        session.client());
  }

  /**
   * OpenID Connect Core section 12.2. The signature is not checked: the token comes straight from
   * the identity provider (section 3.1.3.7 number 6), and a failing look-up of its keys must not
   * lose the refresh token that came along.
   */
  private static void requireSamePerson(
      OAuthCredential session, AuthorizationServer server, Secret idToken) {
    Optional<JsonObject> before = session.idToken().flatMap(JwtPayload::read);
    JsonObject after =
        JwtPayload.read(idToken)
            .orElseThrow(() -> otherPerson(server, "something that is not an ID token"));
    if (server.issuer().isPresent()
        && !server.issuer().get().equals(after.getString("iss", null))) {
      throw otherPerson(server, "an ID token of another issuer");
    }
    if (before.isPresent() && !Objects.equals(before.get().get("sub"), after.get("sub"))) {
      throw otherPerson(server, "an ID token of another person");
    }
  }

  private static AuthException otherPerson(AuthorizationServer server, String what) {
    return new AuthException.Protocol(
        "The renewal at " + server.name() + " brought " + what + ".", null, null);
  }

  private AuthException refusal(AuthorizationServer server, TokenEndpoint.Refused refused) {
    ErrorResponse error = refused.error();
    if (error.code().equals("invalid_grant")
        && (refused.status() == 400 || refused.status() == 401 || refused.status() == 200)) {
      return new AuthException.SessionExpired(
          context.key(), server.name() + " no longer accepts it (" + error.phrase() + ").");
    }
    if (error.code().equals("invalid_client") && server.registered().isPresent()) {
      // A registration that the server has dropped takes its grants along; a login registers anew.
      throw new AuthException.SessionExpired(
          context.key(),
          server.name()
              + " no longer knows the client that it registered ("
              + error.phrase()
              + ").");
    }
    return TokenErrors.of(server, error, context);
  }
}
