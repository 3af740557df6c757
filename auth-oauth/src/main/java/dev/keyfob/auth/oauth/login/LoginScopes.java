package dev.keyfob.auth.oauth.login;

import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import java.util.ArrayList;
import java.util.List;

/** The scopes to request: those of the login, else of the profile, else {@code openid}. */
public final class LoginScopes {
  private static final String OFFLINE = "offline_access";

  private LoginScopes() {}

  public static List<String> of(LoginRequest request, AuthorizationServer server) {
    List<String> named = request.scopes().isEmpty() ? server.scopes() : request.scopes();
    if (server.isOfMcp()) {
      return withRefreshToken(named, server);
    }
    if (!named.isEmpty()) {
      return named;
    }
    boolean openId = server.issuer().isPresent() && server.jwksUri().isPresent();
    return openId ? List.of("openid") : List.of();
  }

  /**
   * A resource lists the scopes that it needs; {@code offline_access} is the authorization server's
   * (OpenID Connect Core section 11), without which some give no refresh token.
   */
  private static List<String> withRefreshToken(List<String> scopes, AuthorizationServer server) {
    if (scopes.contains(OFFLINE) || !server.supportedScopes().contains(OFFLINE)) {
      return scopes;
    }
    List<String> all = new ArrayList<>(scopes);
    all.add(OFFLINE);
    return List.copyOf(all);
  }
}
