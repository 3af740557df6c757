package dev.keyfob.auth.oauth.token;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.discovery.Discovery;
import dev.keyfob.auth.oauth.protocol.ErrorResponse;
import dev.keyfob.auth.oauth.protocol.JwtPayload;
import dev.keyfob.auth.oauth.protocol.ServerText;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Exchanges a refresh token for a fresh session (RFC 6749 section 6). */
public final class SessionRenewal {
  /** What a refresh token is refused with that no later attempt will be spared. */
  private static final Set<String> DEAD =
      Set.of(
          "invalid_grant",
          "invalid_token",
          "expired_token",
          "token_expired",
          "token_revoked",
          "interaction_required",
          "login_required",
          "consent_required");

  private static final Pattern TOKEN_IS_INVALID =
      Pattern.compile("token.*(invalid|expired|revoked)", Pattern.CASE_INSENSITIVE);

  private final ProviderContext context;

  public SessionRenewal(ProviderContext context) {
    this.context = context;
  }

  /**
   * Sends one refresh request, without a retry. Blocks for up to 60 seconds.
   *
   * @param session one that is renewable
   * @param rotated is given the session with its new refresh token if the answer brings one and is
   *     refused for another reason: the token that was sent is spent
   * @throws AuthException.SessionExpired if the grant is dead
   * @throws AuthException.Transient if it may work later
   */
  public OAuthCredential renew(OAuthCredential session, Consumer<Credential> rotated) {
    AuthorizationServer server = new Discovery(context).forSession(session);
    Secret refreshToken = session.refreshToken().orElseThrow();
    Map<String, String> form =
        new LinkedHashMap<>(server.dialect().tokenParameters(Optional.empty()));
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refreshToken.reveal());
    form.put("client_id", server.clientId());
    server.resource().ifPresent(resource -> form.put("resource", resource));
    Received received = new Received();
    boolean done = false;
    try {
      OAuthCredential renewed =
          switch (TokenEndpoint.ofRenewals(server, context).send(form, received)) {
            case TokenEndpoint.Granted granted -> {
              // Whatever is wrong from here on, the tokens in use may be another person's.
              received.keepUnlessReplaced(refreshToken);
              yield renewed(session, server, granted.tokens());
            }
            case TokenEndpoint.Refused refused -> throw refusal(server, refused);
          };
      done = true;
      return renewed;
    } finally {
      if (!done) {
        received.refreshToken().ifPresent(token -> rotated.accept(successor(session, token)));
      }
    }
  }

  /** The refresh token of an answer, taken out of it whatever else is in there. */
  private static final class Received implements Consumer<JsonObject> {
    private @Nullable JsonValue token;
    private Optional<Secret> old = Optional.empty();

    @Override
    public void accept(JsonObject answer) {
      token = answer.get("refresh_token");
    }

    void keepUnlessReplaced(Secret refreshToken) {
      old = Optional.of(refreshToken);
    }

    Optional<Secret> refreshToken() {
      return token instanceof JsonString text
          ? VerifiedTokens.withoutLineEnd(text.getString()).map(Secret::of).or(() -> old)
          : old;
    }
  }

  /**
   * The session as it is after an answer of which nothing but the refresh token can be used. Its
   * access token is not used any more either: who it belongs to may be what was wrong.
   */
  private OAuthCredential successor(OAuthCredential session, Secret refreshToken) {
    return new OAuthCredential(
        session.accessToken(),
        Optional.of(refreshToken),
        session.idToken(),
        session.issuedAt(),
        Optional.of(context.clock().instant()),
        session.scope(),
        session.tokenType(),
        session.issuer(),
        session.clientId(),
        Optional.empty(),
        session.client(),
        session.details());
  }

  private OAuthCredential renewed(
      OAuthCredential session, AuthorizationServer server, VerifiedTokens tokens) {
    // What is no ID token says nothing of the person, as an answer without one does.
    Optional<Secret> idToken = tokens.idToken().filter(text -> JwtPayload.read(text).isPresent());
    idToken.ifPresent(text -> requireSamePerson(session, server, text));
    return new OAuthCredential(
        tokens.accessToken(),
        tokens.refreshToken().or(session::refreshToken),
        idToken.or(session::idToken),
        Optional.of(context.clock().instant()),
        TokenLifetime.end(tokens, context),
        tokens.scope().or(session::scope),
        Optional.of(SessionFactory.scheme(server)),
        server.issuer(),
        Optional.of(server.clientId()),
        Optional.empty(),
        session.client(),
        session.details().followedBy(SessionFactory.details(tokens, context)));
  }

  /**
   * OpenID Connect Core section 12.2. The signature is not checked: the token comes straight from
   * the identity provider (section 3.1.3.7 number 6), and a failing look-up of its keys must not
   * lose the refresh token that came along.
   */
  private static void requireSamePerson(
      OAuthCredential session, AuthorizationServer server, Secret idToken) {
    Optional<JsonObject> before = session.idToken().flatMap(JwtPayload::read);
    JsonObject after = JwtPayload.read(idToken).orElseThrow();
    if (server.issuerRule().filter(rule -> !rule.isTokenOf(after)).isPresent()) {
      throw otherPerson(server, "an ID token of another issuer");
    }
    if (before.isPresent() && !Objects.equals(before.get().get("sub"), after.get("sub"))) {
      throw otherPerson(server, "an ID token of another person");
    }
  }

  private static AuthException otherPerson(AuthorizationServer server, String what) {
    return new AuthException.Protocol(
        "The renewal at " + server.name() + " brought " + what + ".", null, null);
  }

  private AuthException refusal(AuthorizationServer server, TokenEndpoint.Refused refused) {
    ErrorResponse error = refused.error();
    String why = server.name() + " no longer accepts it (" + error.phrase() + ").";
    if (DEAD.contains(error.code())) {
      return new AuthException.SessionExpired(context.key(), why);
    }
    if (error.equals(ErrorResponse.UNAUTHORIZED) || saysTokenIsInvalid(error)) {
      // Not certain enough to give the session up for good: it is kept as it is.
      return new AuthException.NotLoggedIn(
          ErrorCode.SESSION_EXPIRED,
          "The session of " + context.key() + " was not renewed: " + why,
          context.key().loginCommand());
    }
    if (error.code().equals("unauthorized_client")) {
      return new AuthException.Misconfigured(
          ErrorCode.OAUTH_NOT_CONFIGURED,
          server.name()
              + " does not let the client "
              + ServerText.clean(server.clientId())
              + " renew this session ("
              + error.phrase()
              + ").",
          context.key().loginCommand()
              + ", or check the client id: keyfob profile show "
              + context.profile().name(),
          null);
    }
    if (error.code().equals("invalid_client") && server.registered().isPresent()) {
      // A registration that the server has dropped takes its grants along; a login registers anew.
      throw new AuthException.SessionExpired(
          context.key(),
          server.name()
              + " no longer knows the client that it registered ("
              + error.phrase()
              + ").");
    }
    return TokenErrors.of(server, error, context);
  }

  private static boolean saysTokenIsInvalid(ErrorResponse error) {
    return error.code().equals("invalid_request")
        && TOKEN_IS_INVALID.matcher(error.description()).find();
  }
}
