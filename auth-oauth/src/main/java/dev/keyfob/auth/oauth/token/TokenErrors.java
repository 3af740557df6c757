package dev.keyfob.auth.oauth.token;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.protocol.ErrorResponse;
import dev.keyfob.auth.oauth.protocol.ServerText;

/** Errors that mean the same wherever they occur. */
public final class TokenErrors {
  private TokenErrors() {}

  /** {@code invalid_client} and {@code unauthorized_client}. */
  private static AuthException wrongClient(
      AuthorizationServer server, ErrorResponse error, ServiceProfile profile) {
    return new AuthException.Misconfigured(
        ErrorCode.OAUTH_NOT_CONFIGURED,
        server.name()
            + " does not accept the client "
            + ServerText.clean(server.clientId())
            + " ("
            + error.phrase()
            + ").",
        "check the client id: keyfob profile show " + profile.name(),
        null);
  }

  /** Any error that means nothing special where it occurs. */
  public static AuthException of(
      AuthorizationServer server, ErrorResponse error, ServiceProfile profile) {
    return switch (error.code()) {
      case "invalid_client", "unauthorized_client" -> wrongClient(server, error, profile);
      case "invalid_scope" -> wrongScope(server, error, profile);
      case "server_error", "temporarily_unavailable" -> unavailable(server, error);
      default ->
          new AuthException.Protocol(
              server.name() + " refused the request (" + error.phrase() + ").", null, null);
    };
  }

  /** {@code server_error} and {@code temporarily_unavailable}. */
  private static AuthException unavailable(AuthorizationServer server, ErrorResponse error) {
    return new AuthException.Transient(
        ErrorCode.IDP_UNAVAILABLE,
        server.name() + " cannot do it now (" + error.phrase() + ").",
        null);
  }

  /** {@code invalid_scope}. */
  private static AuthException wrongScope(
      AuthorizationServer server, ErrorResponse error, ServiceProfile profile) {
    return new AuthException.Misconfigured(
        ErrorCode.OAUTH_NOT_CONFIGURED,
        server.name() + " does not grant the scopes asked for (" + error.phrase() + ").",
        "keyfob login " + profile.name() + " --oauth --scope SCOPE",
        null);
  }
}
