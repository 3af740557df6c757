package dev.keyfob.cli.command.token;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.Remedy;
import dev.keyfob.cli.command.CommandContext;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * An account's ID token, fresh, for programs that are told who somebody is rather than what they
 * may do.
 *
 * @param token the token
 * @param expiresAt when it ends (OpenID Connect Core section 2)
 */
public record IdTokens(Secret token, Instant expiresAt) {
  private static final Duration SKEW = Duration.ofSeconds(60);

  /**
   * Finds it, and has the session renewed if it is too old. Blocks for the identity provider then.
   *
   * @param context what to work with
   * @param key the account
   * @return a token that works for a minute at least
   * @throws AuthException.Misconfigured if the session has none
   */
  public static IdTokens of(CommandContext context, AccountKey key) {
    ResolvedCredential resolved = context.keyfob().token(key, Duration.ZERO);
    if (Remedy.isUnattended(resolved.credential())) {
      throw new AuthException.Misconfigured(
          ErrorCode.OAUTH_NOT_CONFIGURED,
          "The token of " + key + " was obtained without a login, and no ID token came along.",
          key.command("status") + " --explain",
          null);
    }
    Optional<IdTokens> stored = of(resolved);
    Instant soon = context.now().plus(SKEW);
    return stored
        .filter(found -> soon.isBefore(found.expiresAt()))
        .or(() -> of(context.keyfob().refresh(key)))
        .filter(found -> soon.isBefore(found.expiresAt()))
        .orElseThrow(
            () ->
                new AuthException.Misconfigured(
                    ErrorCode.OAUTH_NOT_CONFIGURED,
                    "The session of " + key + " has no ID token that still works.",
                    key.loginCommand() + " --scope openid",
                    null));
  }

  private static Optional<IdTokens> of(ResolvedCredential resolved) {
    return resolved.credential() instanceof RenewableCredential renewable
        ? renewable.idToken().flatMap(token -> end(token).map(end -> new IdTokens(token, end)))
        : Optional.empty();
  }

  private static Optional<Instant> end(Secret token) {
    String[] parts = token.reveal().split("\\.", -1);
    try {
      return parts.length == 3
              && JsonText.parseObject(Base64.getUrlDecoder().decode(parts[1])).get("exp")
                  instanceof JsonNumber exp
          ? Optional.of(Instant.ofEpochSecond(exp.longValue()))
          : Optional.empty();
    } catch (IllegalArgumentException | JsonException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }
}
