package dev.keyfob.auth.oauth.token;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.dpop.DpopProofs;
import dev.keyfob.auth.oauth.idtoken.IdTokenValidator;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import dev.keyfob.auth.oauth.session.SessionDetails;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes a session from the tokens of a login, after validating them. For one login. */
public final class SessionFactory {
  private static final String OPENID = "openid";
  private static final String OFFLINE = "offline_access";

  private final AuthorizationServer server;
  private final List<String> scopes;
  private final ProviderContext context;

  /**
   * A factory for one login.
   *
   * @param scopes the scopes that were requested
   */
  public SessionFactory(AuthorizationServer server, List<String> scopes, ProviderContext context) {
    this.server = server;
    this.scopes = scopes;
    this.context = context;
  }

  /**
   * Validates the tokens, and revokes them if they are not valid, because nothing will use them.
   * Blocks for the requests to the identity provider.
   *
   * @param nonce what the ID token must repeat; empty if none was sent
   * @throws AuthException.Protocol if the ID token is not valid or is missing
   */
  public LoginOutcome of(TokenEndpoint.Granted granted, Optional<String> nonce) {
    VerifiedTokens tokens = granted.tokens();
    OAuthCredential session = session(tokens, tokens.idToken());
    try {
      Optional<JsonObject> claims = person(tokens, nonce, granted.date());
      warnIfShort(session);
      return new LoginOutcome(
          claims.isPresent() ? session : session(tokens, Optional.empty()), claims);
    } catch (AuthException e) {
      new TokenRevocation(context).revoke(session);
      throw e;
    }
  }

  /** The claims of the ID token; empty if there is none, or none that could be checked. */
  private Optional<JsonObject> person(
      VerifiedTokens tokens, Optional<String> nonce, Optional<Instant> serverTime) {
    Optional<URI> keys = server.issuer().isEmpty() ? Optional.empty() : server.jwksUri();
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    if (tokens.idToken().isEmpty()) {
      requireNotPromised(tokens);
      return Optional.empty();
    }
    return Optional.of(
        new IdTokenValidator(server, keys.get(), context)
            .validate(tokens.idToken().get(), nonce, tokens.accessToken(), serverTime));
  }

  /** OpenID Connect Core section 3.1.3.3: a server that grants {@code openid} sends an ID token. */
  private void requireNotPromised(VerifiedTokens tokens) {
    List<String> granted =
        tokens.scope().map(scope -> List.of(scope.split("[ ,]+"))).orElse(scopes);
    if (scopes.contains(OPENID) && granted.contains(OPENID)) {
      throw new AuthException.Protocol(
          server.name() + " granted the scope openid but sent no ID token.",
          "name the scopes without openid in the profile " + context.profile().name(),
          null);
    }
  }

  private OAuthCredential session(VerifiedTokens tokens, Optional<Secret> idToken) {
    return new OAuthCredential(
        tokens.accessToken(),
        tokens.refreshToken(),
        idToken,
        Optional.of(context.clock().instant()),
        TokenLifetime.end(tokens, context),
        tokens.scope().or(() -> scopes.isEmpty() ? Optional.empty() : Optional.of(joined())),
        Optional.of(scheme(server)),
        server.issuer(),
        Optional.of(server.clientId()),
        Optional.empty(),
        server.registered(),
        details(tokens, context).boundTo(server.proofs().map(DpopProofs::stored)));
  }

  /**
   * A token that was obtained without a person. A refresh token that comes along is not kept: what
   * has obtained this one obtains the next.
   *
   * @param grant by which settings
   */
  public static OAuthCredential unattended(
      VerifiedTokens tokens, AuthorizationServer server, String grant, ProviderContext context) {
    return new OAuthCredential(
        tokens.accessToken(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(context.clock().instant()),
        TokenLifetime.end(tokens, context),
        tokens.scope(),
        Optional.of(scheme(server)),
        server.issuer(),
        Optional.of(server.clientId()).filter(id -> !id.isEmpty()),
        Optional.empty(),
        Optional.empty(),
        details(tokens, context).grantedBy(grant).boundTo(server.proofs().map(DpopProofs::stored)));
  }

  /** The scheme on a request. */
  static String scheme(AuthorizationServer server) {
    return server.proofs().isPresent() ? DpopProofs.DPOP : OAuthCredential.BEARER;
  }

  /** What the answer says beside the tokens. */
  static SessionDetails details(VerifiedTokens tokens, ProviderContext context) {
    return new SessionDetails(
        tokens.refreshExpiresIn().map(context.clock().instant()::plus),
        tokens.apiBaseUri(),
        Optional.empty(),
        Optional.empty());
  }

  private String joined() {
    return String.join(" ", scopes);
  }

  /** Most providers of OpenID Connect give none but for this scope (Core section 11). */
  private String offlineHint() {
    String add = scopes.stream().map(scope -> " --scope " + scope).collect(Collectors.joining());
    return !scopes.contains(OFFLINE) && server.issuer().isPresent() && offersOffline()
        ? " It offers the scope "
            + OFFLINE
            + ", which asks for one: "
            + context.key().loginCommand()
            + add
            + " --scope "
            + OFFLINE
            + ", or add it to the profile's scopes."
        : "";
  }

  private boolean offersOffline() {
    return server.supportedScopes().contains(OFFLINE);
  }

  private void warnIfShort(OAuthCredential session) {
    if (session.refreshToken().isEmpty() && session.expiresAt().isPresent()) {
      context
          .notices()
          .warn(
              server.name()
                  + " gave no refresh token: this session ends at "
                  + session.expiresAt().get()
                  + " for good."
                  + offlineHint());
    }
  }
}
