package dev.keyfob.auth.oauth.workload;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.HttpAnswer;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.SecureUri;
import dev.keyfob.auth.oauth.protocol.FormEncoding;
import jakarta.json.JsonException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks GitHub Actions, and what does as it does, for the token of the job that runs. */
final class GithubToken {
  private static final String URL = "ACTIONS_ID_TOKEN_REQUEST_URL";
  private static final String TOKEN = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ProviderContext context;

  GithubToken(ProviderContext context) {
    this.context = context;
  }

  Secret ask(Optional<String> audience) {
    String place = variable(URL);
    Secret permission = Secret.of(variable(TOKEN));
    HttpAnswer answer =
        context
            .http()
            .send(
                HttpRequest.newBuilder(address(place, audience))
                    .header("Accept", "application/json")
                    .header("Authorization", "Bearer " + headerSafe(permission).reveal())
                    .build(),
                LIMIT);
    if (answer.passing()) {
      throw new AuthException.Transient(
          ErrorCode.IDP_UNAVAILABLE,
          "The platform gives no job token now (HTTP " + answer.status() + ").",
          answer.retryAfter(context.clock().instant()).orElse(null),
          null);
    }
    try {
      String token = answer.ok() ? JsonText.parseObject(answer.body()).getString("value", "") : "";
      if (!token.isBlank()) {
        return Secret.of(token.strip());
      }
    } catch (JsonException e) {
      context.notices().trace(() -> "the platform's answer is not JSON");
    }
    throw new AuthException.Denied(
        ErrorCode.INVALID_CREDENTIAL,
        "The platform gives no job token (HTTP " + answer.status() + ").",
        "let the job have the permission id-token: write");
  }

  private static URI address(String place, Optional<String> audience) {
    try {
      URI address =
          URI.create(
              audience
                  .map(
                      whom ->
                          place
                              + (place.indexOf('?') < 0 ? "?" : "&")
                              + FormEncoding.encode(Map.of("audience", whom)))
                  .orElse(place));
      if (SecureUri.isSecure(address)) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw notUsable();
    }
    throw notUsable();
  }

  private static AuthException notUsable() {
    return AuthException.usage(URL + " is not an https address.", null);
  }

  private static Secret headerSafe(Secret permission) {
    if (!permission.isHeaderSafe()) {
      throw AuthException.usage(TOKEN + " cannot go into a header.", null);
    }
    return permission;
  }

  private String variable(String name) {
    String value = context.environment().getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      throw new AuthException.Misconfigured(
          ErrorCode.OAUTH_NOT_CONFIGURED,
          "There is no job token: " + name + " is not set.",
          "let the job have the permission id-token: write",
          null);
    }
    return value;
  }
}
