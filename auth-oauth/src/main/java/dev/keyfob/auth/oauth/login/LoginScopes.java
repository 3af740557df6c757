package dev.keyfob.auth.oauth.login;

import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import java.util.List;

/** The scopes to request: those of the login, else of the profile, else {@code openid}. */
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
