package dev.keyfob.auth.oauth.token;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.oauth.protocol.ServerText;
import dev.keyfob.auth.oauth.protocol.WireSeconds;
import dev.keyfob.auth.oauth.wire.TokenResponse;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
 * @param expiresAt when the access token ends, from answers that give a time; empty otherwise
 * @param refreshExpiresIn how long the refresh token lasts; empty if the answer does not say
 * @param apiBaseUri where the API is; empty if the answer does not say, or is not asked
 */
public record VerifiedTokens(
    Secret accessToken,
    Optional<Secret> refreshToken,
    Optional<Secret> idToken,
    Optional<Duration> expiresIn,
    Optional<String> scope,
    Optional<Instant> expiresAt,
    Optional<Duration> refreshExpiresIn,
    Optional<URI> apiBaseUri) {
  /** Types whose tokens are worth nothing without a proof that is not made here. */
  private static final Set<String> NEEDING_PROOF = Set.of("mac", "pop", "dpop");

  private static final String DPOP = "dpop";

  /** A shorter life would have every command renew, and every renewal come too late. */
  private static final Duration MIN_LIFETIME = Duration.ofSeconds(30);

  private static final Duration MAX_LIFETIME = Duration.ofDays(3650);

  /**
   * Checks an answer.
   *
   * @param bound whether a key was shown, which the token has to be bound to (RFC 9449 section 5)
   * @param broken makes the exception from what is wrong
   */
  static VerifiedTokens of(
      TokenResponse response,
      Optional<URI> apiBaseUri,
      boolean bound,
      Function<String, AuthException> broken) {
    String type = response.tokenType();
    String known = type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
    if (bound && !known.equals(DPOP)) {
      throw broken.apply("a token that is not bound to the key, in spite of the proof");
    }
    if (NEEDING_PROOF.contains(known) && !(bound && known.equals(DPOP))) {
      throw broken.apply(
          "a token of the unknown type \"" + ServerText.clean(String.valueOf(type)) + "\"");
    }
    return new VerifiedTokens(
        token("access_token", response.accessToken(), broken)
            .orElseThrow(() -> broken.apply("no access_token")),
        refreshToken(response.refreshToken(), broken),
        token("id_token", response.idToken(), broken),
        WireSeconds.positive(response.expiresIn(), MIN_LIFETIME, MAX_LIFETIME)
            .or(() -> WireSeconds.positive(response.expires(), MIN_LIFETIME, MAX_LIFETIME)),
        scope(response.scope()).map(ServerText::clean).filter(s -> !s.isEmpty()),
        WireSeconds.time(response.expiresAt()),
        WireSeconds.positive(response.refreshTokenExpiresIn(), MIN_LIFETIME, MAX_LIFETIME)
            .or(
                () ->
                    WireSeconds.positive(response.refreshExpiresIn(), MIN_LIFETIME, MAX_LIFETIME)),
        apiBaseUri);
  }

  /** A text (RFC 6749 section 3.3); some servers send a list. Anything else says nothing. */
  private static Optional<String> scope(@Nullable JsonValue scope) {
    if (scope instanceof JsonString text) {
      return Optional.of(text.getString());
    }
    if (scope instanceof JsonArray list) {
      return Optional.of(
          list.stream()
              .filter(JsonString.class::isInstance)
              .map(word -> ((JsonString) word).getString())
              .collect(Collectors.joining(" ")));
    }
    return Optional.empty();
  }

  /**
   * RFC 6749 appendix A.17 allows the blank. A refresh token goes into no header and no line
   * protocol, but always through the encoding of a form.
   */
  private static Optional<Secret> refreshToken(
      @Nullable String value, Function<String, AuthException> broken) {
    Optional<String> token = withoutLineEnd(value);
    if (token.isPresent() && !token.get().chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      throw broken.apply("a refresh_token that holds control characters or is not ASCII");
    }
    return token.map(Secret::of);
  }

  /** Some servers leave the line feed that ends their own storage's line on a token. */
  static Optional<String> withoutLineEnd(@Nullable String value) {
    if (value == null) {
      return Optional.empty();
    }
    int end = value.length();
    while (end > 0 && (value.charAt(end - 1) == '\n' || value.charAt(end - 1) == '\r')) {
      end--;
    }
    return end == 0 ? Optional.empty() : Optional.of(value.substring(0, end));
  }

  private static Optional<Secret> token(
      String name, @Nullable String value, Function<String, AuthException> broken) {
    Optional<Secret> token = withoutLineEnd(value).map(Secret::of);
    if (token.isPresent() && !token.get().isHeaderSafe()) {
      throw broken.apply("a " + name + " that holds blanks or characters outside ASCII");
    }
    return token;
  }
}
