package dev.keyfob.auth.oauth.token;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.protocol.ErrorResponse;
import dev.keyfob.auth.oauth.protocol.ServerText;

/** OAuth errors that mean the same at every endpoint (RFC 6749 sections 4.1.2.1 and 5.2). */
public final class TokenErrors {
  private TokenErrors() {}

  /** {@code invalid_client} and {@code unauthorized_client}. */
  private static AuthException wrongClient(
      AuthorizationServer server, ErrorResponse error, ProviderContext context) {
    return new AuthException.Misconfigured(
        ErrorCode.OAUTH_NOT_CONFIGURED,
        server.name()
            + " does not accept the client "
            + ServerText.clean(server.clientId())
            + " ("
            + error.phrase()
            + ").",
        "check the client id: keyfob profile show " + context.profile().name(),
        null);
  }

  /** The exception for an error that the caller has no better one for. */
  public static AuthException of(
      AuthorizationServer server, ErrorResponse error, ProviderContext context) {
    return switch (error.code()) {
      case "invalid_client", "unauthorized_client" -> wrongClient(server, error, context);
      case "invalid_scope" -> wrongScope(server, error, context);
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
      AuthorizationServer server, ErrorResponse error, ProviderContext context) {
    return new AuthException.Misconfigured(
        ErrorCode.OAUTH_NOT_CONFIGURED,
        server.name() + " does not grant the scopes asked for (" + error.phrase() + ").",
        context.key().loginCommand() + " --oauth --scope \"$SCOPE\"",
        null);
  }
}
