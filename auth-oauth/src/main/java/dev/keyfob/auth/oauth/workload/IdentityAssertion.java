package dev.keyfob.auth.oauth.workload;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.Voucher;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.discovery.Discovery;
import dev.keyfob.auth.oauth.protocol.ErrorResponse;
import dev.keyfob.auth.oauth.protocol.JwtPayload;
import dev.keyfob.auth.oauth.protocol.ServerText;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import dev.keyfob.auth.oauth.token.TokenEndpoint;
import dev.keyfob.auth.oauth.token.TokenErrors;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the identity provider of another profile states about the person who is logged in there, for
 * one authorization server (Identity Assertion JWT Authorization Grant,
 * draft-ietf-oauth-identity-assertion-authz-grant section 4.3). Obtained anew for every use and
 * never kept.
 */
final class IdentityAssertion {
  private static final String TYPES = "urn:ietf:params:oauth:token-type:";
  private static final String ID_JAG = TYPES + "id-jag";
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final String via;
  private final ProviderContext context;

  /**
   * An assertion to be obtained.
   *
   * @param via the profile that somebody is logged in to
   */
  IdentityAssertion(String via, ProviderContext context) {
    this.via = via;
    this.context = context;
  }

  /**
   * Exchanges the ID token of the other profile. Blocks for up to 60 seconds, and for a renewal.
   *
   * @param server whom it is for
   * @throws AuthException.Misconfigured if the profiles do not fit together
   * @throws AuthException.NotLoggedIn if nobody is logged in there
   * @throws AuthException.Denied if the identity provider does not vouch
   * @throws AuthException.Transient if it may work later
   */
  Secret obtain(AuthorizationServer server) {
    String audience =
        server
            .issuer()
            .orElseThrow(
                () -> WorkloadSettings.wrong(context.profile(), "via needs an oauth.issuer"));
    Voucher voucher = context.voucher(via);
    if (voucher.context().profile().needsNoLogin()) {
      throw WorkloadSettings.wrong(
          context.profile(), "via is " + via + ", which nobody logs in to");
    }
    OAuthCredential session = session(voucher);
    Secret idToken = session.idToken().orElseThrow();
    // A proof would bind the answer, which is no token for a resource.
    AuthorizationServer provider =
        new Discovery(voucher.context()).forSession(session).boundTo(Optional.empty());
    Map<String, String> form =
        new LinkedHashMap<>(provider.dialect().tokenParameters(Optional.empty()));
    form.put("grant_type", WorkloadSettings.Grant.TOKEN_EXCHANGE.type());
    form.put("client_id", provider.clientId());
    form.put("requested_token_type", ID_JAG);
    form.put("audience", audience);
    server.resource().ifPresent(resource -> form.put("resource", resource));
    form.put("scope", server.dialect().join(server.scopes()));
    form.put("subject_token", idToken.reveal());
    form.put("subject_token_type", TYPES + "id_token");
    form.values().removeIf(String::isEmpty);
    return switch (new TokenEndpoint(provider, voucher.context())
        .send(form, answer -> requireKind(provider, answer))) {
      case TokenEndpoint.Granted granted ->
          checked(granted.tokens().accessToken(), provider, audience);
      case TokenEndpoint.Refused refused ->
          throw refusal(provider, audience, refused.error(), voucher.context());
    };
  }

  /** With an ID token that is good for a minute; a renewal may bring one. */
  private OAuthCredential session(Voucher voucher) {
    return withIdToken(ofOther(voucher::credential))
        .or(() -> withIdToken(ofOther(voucher::renewed)))
        .orElseThrow(
            () ->
                new AuthException.NotLoggedIn(
                    ErrorCode.NOT_LOGGED_IN,
                    "The session of " + via + " has no ID token that still works.",
                    voucher.context().key().loginCommand() + " --scope openid"));
  }

  private Optional<OAuthCredential> withIdToken(Credential credential) {
    Instant soon = context.clock().instant().plus(SKEW);
    return credential instanceof OAuthCredential session
            && session
                .idToken()
                .flatMap(JwtPayload::read)
                .flatMap(claims -> JwtPayload.time(claims, "exp"))
                .filter(soon::isBefore)
                .isPresent()
        ? Optional.of(session)
        : Optional.empty();
  }

  /** The end of the other session is not the end of what this profile obtains tokens by. */
  private static Credential ofOther(Supplier<Credential> credential) {
    try {
      return credential.get();
    } catch (AuthException.SessionExpired e) {
      throw new AuthException.NotLoggedIn(e.code(), e.getMessage(), e.hint().orElse(null));
    }
  }

  private static void requireKind(AuthorizationServer provider, JsonObject answer) {
    if (!answer.getString("issued_token_type", "").equals(ID_JAG)) {
      throw new AuthException.Protocol(
          provider.name() + " was asked for an identity assertion and gave something else.",
          null,
          null);
    }
  }

  /** One for somebody else is nobody else's business. */
  private static Secret checked(Secret assertion, AuthorizationServer provider, String audience) {
    Optional<JsonObject> claims = JwtPayload.read(assertion);
    if (claims.isEmpty() || !JobToken.names(claims.get().get("aud"), audience)) {
      throw new AuthException.Protocol(
          provider.name() + " gave an identity assertion that is not for " + audience + ".",
          null,
          null);
    }
    return assertion;
  }

  private AuthException refusal(
      AuthorizationServer provider, String audience, ErrorResponse error, ProviderContext other) {
    String what =
        provider.name()
            + " does not vouch for you at "
            + ServerText.clean(audience)
            + " ("
            + error.phrase()
            + ").";
    return switch (error.code()) {
      case "invalid_grant",
          "invalid_token",
          "login_required",
          "interaction_required",
          "insufficient_user_authentication" ->
          new AuthException.Denied(ErrorCode.INVALID_CREDENTIAL, what, other.key().loginCommand());
      case "server_error", "temporarily_unavailable" -> TokenErrors.of(provider, error, other);
      case "access_denied" ->
          new AuthException.Denied(
              ErrorCode.INVALID_CREDENTIAL, what, "ask who administers " + provider.name());
      default ->
          new AuthException.Misconfigured(
              ErrorCode.OAUTH_NOT_CONFIGURED,
              what,
              "keyfob profile show " + context.profile().name(),
              null);
    };
  }
}
