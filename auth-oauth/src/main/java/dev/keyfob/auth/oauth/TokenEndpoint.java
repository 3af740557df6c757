package dev.keyfob.auth.oauth;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.http.HttpAnswer;
import dev.keyfob.auth.api.spi.JsonText;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.wire.TokenResponse;
import dev.keyfob.auth.oauth.wire.WireBinding;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/** Requests to a token endpoint, and what their answers mean (RFC 6749 sections 5.1 and 5.2). */
final class TokenEndpoint {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final URI uri;
  private final String name;
  private final ProviderContext context;

  TokenEndpoint(AuthorizationServer server, ProviderContext context) {
    this.uri = server.tokenEndpoint();
    this.name = server.name();
    this.context = context;
  }

  /** An answer that keeps to the protocol. */
  sealed interface Answer {}

  /**
   * Tokens.
   *
   * @param tokens checked
   * @param date the server's time, if it says
   */
  record Granted(IssuedTokens tokens, Optional<Instant> date) implements Answer {}

  /**
   * A refusal.
   *
   * @param status 400 or 401 where the server follows the RFC
   */
  record Refused(int status, ErrorResponse error) implements Answer {}

  /**
   * Sends one request, once. Blocks for 30 seconds at most.
   *
   * @throws AuthException.Transient if the server does not answer, is busy or has failed
   * @throws AuthException.Protocol if it answers with anything else
   */
  Answer send(Map<String, String> form) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(FormEncoding.encode(form)))
            .build();
    HttpAnswer answer = context.http().send(request, LIMIT);
    if (answer.passing()) {
      throw new AuthException.Transient(
          ErrorCode.IDP_UNAVAILABLE,
          "The token endpoint of " + name + " answered with HTTP " + answer.status() + ".",
          answer.retryAfter(context.clock().instant()).orElse(null),
          null);
    }
    return answer.ok() ? granted(answer) : refused(answer);
  }

  private Answer granted(HttpAnswer answer) {
    try {
      JsonObject object = JsonText.parseObject(answer.body());
      Optional<ErrorResponse> error = ErrorResponse.of(object);
      if (error.isPresent()) {
        throw broken("an error under the status of a success: " + error.get().phrase());
      }
      TokenResponse response = WireBinding.bind(object, TokenResponse.class);
      return new Granted(IssuedTokens.of(response, this::broken), date(answer));
    } catch (JsonException e) {
      throw broken("something that is not a token answer");
    }
  }

  private Answer refused(HttpAnswer answer) {
    try {
      Optional<ErrorResponse> error = ErrorResponse.of(JsonText.parseObject(answer.body()));
      if (error.isPresent() && answer.status() / 100 == 4) {
        return new Refused(answer.status(), error.get());
      }
    } catch (JsonException e) {
      // said below: the status is all there is to say
    }
    throw broken("HTTP " + answer.status() + " and no OAuth error");
  }

  private static Optional<Instant> date(HttpAnswer answer) {
    try {
      return answer
          .headers()
          .firstValue("Date")
          .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.strip())));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private AuthException broken(String what) {
    return new AuthException.Protocol(
        "The token endpoint of " + name + " answered with " + what + ".", null, null);
  }
}
