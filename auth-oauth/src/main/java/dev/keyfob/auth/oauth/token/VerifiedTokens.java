package dev.keyfob.auth.oauth.token;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.oauth.protocol.ServerText;
import dev.keyfob.auth.oauth.protocol.WireSeconds;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import dev.keyfob.auth.oauth.wire.TokenResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A token answer that has been checked: every token is safe in a header and in a line protocol, and
 * the lifetime is a sensible one.
 *
 * @param accessToken the access token
 * @param refreshToken the refresh token; empty if none was sent
 * @param idToken the ID token, not validated; empty if none was sent
 * @param expiresIn how long the access token lasts; empty if the answer does not say
 * @param scope what was granted; empty if it is what was asked for
 */
public record VerifiedTokens(
    Secret accessToken,
    Optional<Secret> refreshToken,
    Optional<Secret> idToken,
    Optional<Duration> expiresIn,
    Optional<String> scope) {
  /** A shorter life would have every command renew, and every renewal come too late. */
  private static final Duration MIN_LIFETIME = Duration.ofSeconds(30);

  private static final Duration MAX_LIFETIME = Duration.ofDays(3650);

  /**
   * Checks an answer.
   *
   * @param broken makes the exception from what is wrong
   */
  static VerifiedTokens of(TokenResponse response, Function<String, AuthException> broken) {
    String type = response.tokenType();
    if (type != null && !type.isBlank() && !type.equalsIgnoreCase(OAuthCredential.BEARER)) {
      throw broken.apply("a token of the unknown type \"" + ServerText.clean(type) + "\"");
    }
    return new VerifiedTokens(
        token("access_token", response.accessToken(), broken)
            .orElseThrow(() -> broken.apply("no access_token")),
        token("refresh_token", response.refreshToken(), broken),
        token("id_token", response.idToken(), broken),
        WireSeconds.read(response.expiresIn(), MIN_LIFETIME, MAX_LIFETIME),
        Optional.ofNullable(response.scope()).map(ServerText::clean).filter(s -> !s.isEmpty()));
  }

  private static Optional<Secret> token(
      String name, @Nullable String value, Function<String, AuthException> broken) {
    Optional<Secret> token =
        Optional.ofNullable(value).filter(text -> !text.isEmpty()).map(Secret::of);
    if (token.isPresent() && !token.get().isHeaderSafe()) {
      throw broken.apply("a " + name + " that holds blanks or characters outside ASCII");
    }
    return token;
  }
}
