package dev.keyfob.auth.oauth.token;

import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.protocol.JwtPayload;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When an access token stops working, from the best source that says so. */
public final class TokenLifetime {
  private static final Duration JWT_LEEWAY = Duration.ofSeconds(30);

  private TokenLifetime() {}

  /**
   * The end of the lifetime: what the answer says, else what the token itself says, else the
   * profile's default.
   *
   * @return empty if none of them says
   */
  public static Optional<Instant> end(VerifiedTokens tokens, ProviderContext context) {
    Instant now = context.clock().instant();
    return tokens
        .expiresIn()
        .map(now::plus)
        .or(tokens::expiresAt)
        .or(() -> endOfToken(tokens.accessToken()))
        .or(
            () ->
                context.profile().oauth().flatMap(OAuthSettings::defaultExpiresIn).map(now::plus));
  }

  /**
   * What an access token says of its own end (RFC 7519 section 4.1.4), less a leeway for a clock
   * here that is behind.
   *
   * @return empty if it is no JWT or does not say
   */
  public static Optional<Instant> endOfToken(Secret accessToken) {
    return JwtPayload.read(accessToken)
        .flatMap(claims -> JwtPayload.time(claims, "exp"))
        .map(exp -> exp.minus(JWT_LEEWAY));
  }
}
