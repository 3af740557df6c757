package dev.keyfob.auth.oauth.token;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.protocol.ErrorResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Redeems an authorization code (RFC 6749 section 4.1.3), once. */
public final class CodeExchange {
  private final AuthorizationServer server;
  private final ProviderContext context;

  public CodeExchange(AuthorizationServer server, ProviderContext context) {
    this.server = server;
    this.context = context;
  }

  /**
   * Sends one token request, without a retry. Blocks for up to 60 seconds.
   *
   * @param state what was sent with the authorization request, for services that want it again
   * @throws AuthException if it does not give tokens for the code
   */
  public TokenEndpoint.Granted redeem(
      Secret code, Secret verifier, String redirectUri, String state) {
    Map<String, String> form =
        new LinkedHashMap<>(server.dialect().tokenParameters(Optional.of(state)));
    form.put("grant_type", "authorization_code");
    form.put("code", code.reveal());
    form.put("redirect_uri", redirectUri);
    form.put("client_id", server.clientId());
    if (server.dialect().pkce()) {
      form.put("code_verifier", verifier.reveal());
    }
    return switch (new TokenEndpoint(server, context).send(form)) {
      case TokenEndpoint.Granted granted -> granted;
      case TokenEndpoint.Refused refused -> throw refusal(refused.error());
    };
  }

  private AuthException refusal(ErrorResponse error) {
    return switch (error.code()) {
      case "invalid_grant" ->
          new AuthException.Denied(
              ErrorCode.LOGIN_DENIED,
              server.name()
                  + " does not accept the authorization code: it has expired or was used before"
                  + " ("
                  + error.phrase()
                  + ").",
              "run the login again and finish it without waiting: " + context.key().loginCommand());
      default -> TokenErrors.of(server, error, context);
    };
  }
}
