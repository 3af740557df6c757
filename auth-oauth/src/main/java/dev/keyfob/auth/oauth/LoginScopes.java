package dev.keyfob.auth.oauth;

import dev.keyfob.auth.api.LoginRequest;
import java.util.List;

/** What to ask for: what the login names, else what the profile names, else who it is. */
final class LoginScopes {
  private LoginScopes() {}

  static List<String> of(LoginRequest request, AuthorizationServer server) {
    if (!request.scopes().isEmpty()) {
      return request.scopes();
    }
    if (!server.scopes().isEmpty()) {
      return server.scopes();
    }
    boolean openId = server.issuer().isPresent() && server.jwksUri().isPresent();
    return openId ? List.of("openid") : List.of();
  }
}
