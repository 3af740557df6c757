package dev.keyfob.auth.oauth.token;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.Revocation;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.HttpAnswer;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.dialect.ProviderDialect;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.discovery.Discovery;
import dev.keyfob.auth.oauth.protocol.ErrorResponse;
import dev.keyfob.auth.oauth.protocol.JwtPayload;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Revokes a session at its issuer (RFC 7009), or at the service's own logout address. */
public final class TokenRevocation {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration LOGOUT_LIMIT = Duration.ofSeconds(10);

  private final ProviderContext context;

  public TokenRevocation(ProviderContext context) {
    this.context = context;
  }

  /**
   * Revokes the refresh token, then the access token. Blocks for up to 5 seconds each, or 10
   * seconds at the service's own logout address.
   *
   * @return whether the revocation was confirmed; failures are traced, not thrown
   */
  public Revocation revoke(OAuthCredential session) {
    if (context.profile().oauth().isEmpty()) {
      return Revocation.NOTHING_TO_REVOKE;
    }
    try {
      Optional<String> logoutPath = context.profile().oauth().flatMap(OAuthSettings::logoutPath);
      if (ProviderDialect.of(context.profile()).bearerRevocation()) {
        return revokeAsBearer(logoutPath, session);
      }
      return logoutPath.isPresent() ? logout(logoutPath.get(), session) : withdraw(session);
    } catch (AuthException e) {
      context.notices().trace(() -> "not revoked: " + e.getMessage());
      return Revocation.NOT_CONFIRMED;
    }
  }

  private Revocation withdraw(OAuthCredential session) {
    AuthorizationServer server = new Discovery(context).forSession(session);
    Optional<URI> endpoint = server.revocationEndpoint();
    if (endpoint.isEmpty()) {
      return Revocation.NOTHING_TO_REVOKE;
    }
    boolean refreshTokenGone =
        session
            .refreshToken()
            .map(token -> withdraw(endpoint.get(), server, token, "refresh_token"))
            .orElse(true);
    // Even where this is refused, the grant behind it is what counts (RFC 7009 section 2.1).
    boolean accessTokenGone =
        withdraw(endpoint.get(), server, session.accessToken(), "access_token");
    return refreshTokenGone && accessTokenGone ? Revocation.REVOKED : Revocation.NOT_CONFIRMED;
  }

  private boolean withdraw(URI endpoint, AuthorizationServer server, Secret token, String kind) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("token", token.reveal());
    form.put("token_type_hint", kind);
    form.put("client_id", server.clientId());
    try {
      HttpAnswer answer =
          context
              .http()
              .send(
                  BackChannel.request(
                      endpoint, form, server.clientAuthentication(), server.dialect().tokenBody()),
                  LIMIT);
      context.notices().trace(() -> "revocation of the " + kind + ": HTTP " + answer.status());
      return answer.ok() || isGoneAnyway(answer, token, kind);
    } catch (AuthException.Transient | AuthException.Protocol e) {
      context.notices().trace(() -> kind + " not revoked: " + e.getMessage());
      return false;
    }
  }

  /**
   * RFC 7009 has an unknown token answered with 200, but not every server does so; and some can
   * withdraw no access token alone (section 2.2.1), which ends with its grant; least of all one
   * that nobody looks up, because it is a JWT.
   */
  private static boolean isGoneAnyway(HttpAnswer answer, Secret token, String kind) {
    if (answer.status() != 400) {
      return false;
    }
    if (kind.equals("access_token") && JwtPayload.read(token).isPresent()) {
      return true;
    }
    try {
      return ErrorResponse.of(JsonText.parseObject(answer.body()))
          .map(
              error ->
                  error.code().equals("invalid_token")
                      || (error.code().equals("unsupported_token_type")
                          && kind.equals("access_token")))
          .orElse(false);
    } catch (JsonException e) {
      return false;
    }
  }

  private Revocation logout(String path, OAuthCredential session) {
    if (!session.accessToken().isHeaderSafe()) {
      return Revocation.NOT_CONFIRMED;
    }
    return end(
        asBearer(context.profile().resolve(path), session)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(refreshToken(session).toString()))
            .build());
  }

  /** The token is the request's credential, and all that it says. */
  private Revocation revokeAsBearer(Optional<String> logoutPath, OAuthCredential session) {
    Optional<URI> place =
        logoutPath.isPresent()
            ? logoutPath.map(context.profile()::resolve)
            : new Discovery(context).forSession(session).revocationEndpoint();
    if (place.isEmpty()) {
      return Revocation.NOTHING_TO_REVOKE;
    }
    return session.accessToken().isHeaderSafe()
        ? end(asBearer(place.get(), session).POST(BodyPublishers.noBody()).build())
        : Revocation.NOT_CONFIRMED;
  }

  private static HttpRequest.Builder asBearer(URI place, OAuthCredential session) {
    return HttpRequest.newBuilder(place)
        .header("Accept", "application/json")
        .header("Authorization", OAuthCredential.BEARER + " " + session.accessToken().reveal());
  }

  private Revocation end(HttpRequest request) {
    try {
      HttpAnswer answer = context.http().send(request, LOGOUT_LIMIT);
      context.notices().trace(() -> "logout at the service: HTTP " + answer.status());
      if (answer.passing()) {
        unavailable("HTTP " + answer.status());
      }
      return answer.ok() && !saysNo(answer) ? Revocation.REVOKED : Revocation.NOT_CONFIRMED;
    } catch (AuthException.Transient e) {
      unavailable(String.valueOf(e.getMessage()));
      return Revocation.NOT_CONFIRMED;
    }
  }

  /** The access token ends by itself; what the service has to be told of is the grant behind it. */
  private static JsonObject refreshToken(OAuthCredential session) {
    JsonObjectBuilder body = JsonText.PROVIDER.createObjectBuilder();
    session.refreshToken().ifPresent(token -> body.add("refresh_token", token.reveal()));
    return body.build();
  }

  /** Slack, and services that do as it does, say no under the status of a success. */
  private static boolean saysNo(HttpAnswer answer) {
    try {
      return JsonValue.FALSE.equals(JsonText.parseObject(answer.body()).get("ok"));
    } catch (JsonException e) {
      return false;
    }
  }

  private void unavailable(String why) {
    context
        .notices()
        .warn(
            context.profile().displayName()
                + " cannot end the session now ("
                + why
                + "); there it ends by itself.");
  }
}
