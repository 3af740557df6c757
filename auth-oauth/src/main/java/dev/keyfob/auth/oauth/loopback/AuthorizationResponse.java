package dev.keyfob.auth.oauth.loopback;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.protocol.ErrorResponse;
import dev.keyfob.auth.oauth.token.TokenErrors;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * The identity provider's answer to an authorization request, whose {@code state} is right.
 *
 * @param parameters as they came
 */
public record AuthorizationResponse(Map<String, String> parameters) {
  /**
   * Whether parameters belong to a login. The comparison takes the same time wherever they differ.
   */
  public static boolean belongsTo(String state, Map<String, String> parameters) {
    return MessageDigest.isEqual(
        state.getBytes(StandardCharsets.UTF_8),
        parameters.getOrDefault("state", "").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The authorization code.
   *
   * @throws AuthException.Protocol if the answer comes from somewhere else (RFC 9207), even if it
   *     is an error: it then says nothing about this login
   * @throws AuthException if the answer is an error
   */
  public Secret code(AuthorizationServer server, ProviderContext context) {
    requireIssuer(server);
    Optional<ErrorResponse> error = error();
    if (error.isPresent()) {
      throw refusal(error.get(), server, context);
    }
    String code = parameters.getOrDefault("code", "");
    if (code.isEmpty()) {
      throw new AuthException.Protocol(
          server.name() + " answered with neither a code nor an error.", null, null);
    }
    return Secret.of(code);
  }

  private Optional<ErrorResponse> error() {
    return Optional.ofNullable(parameters.get("error"))
        .filter(code -> !code.isBlank())
        .map(
            code ->
                ErrorResponse.of(code, Optional.ofNullable(parameters.get("error_description"))));
  }

  private void requireIssuer(AuthorizationServer server) {
    String named = parameters.get("iss");
    boolean missing = named == null && server.namesItselfInResponses();
    boolean wrong =
        named != null && server.issuerRule().filter(rule -> !rule.isMetadata(named)).isPresent();
    if (missing || wrong) {
      throw new AuthException.Protocol(
          "The answer in the browser did not come from "
              + server.name()
              + (missing ? ", or does not say so." : "."),
          "log in again; if it happens again, the login may be tampered with",
          null);
    }
  }

  private static AuthException refusal(
      ErrorResponse error, AuthorizationServer server, ProviderContext context) {
    return switch (error.code()) {
      case "access_denied" ->
          new AuthException.Denied(
              ErrorCode.LOGIN_DENIED,
              "The login to "
                  + context.profile().displayName()
                  + " was declined"
                  + (error.description().isEmpty() ? "." : " (\"" + error.description() + "\")."),
              context.key().loginCommand());
      case "login_required", "consent_required", "interaction_required" ->
          new AuthException.Denied(
              ErrorCode.LOGIN_DENIED,
              server.name() + " did not let you log in (" + error.phrase() + ").",
              context.key().loginCommand());
      default -> TokenErrors.of(server, error, context);
    };
  }

  /** Hides the code. */
  @Override
  public String toString() {
    return "AuthorizationResponse" + parameters.keySet();
  }
}
