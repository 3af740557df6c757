package dev.keyfob.auth.oauth.login;

import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import java.util.List;

/** What to ask for: what the login names, else what the profile names, else who it is. */
public final class LoginScopes {
  private LoginScopes() {}

  public static List<String> of(LoginRequest request, AuthorizationServer server) {
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
