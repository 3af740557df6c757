package dev.keyfob.auth.oauth.token;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.client.ClientAuthentication;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.protocol.ErrorResponse;
import dev.keyfob.auth.oauth.wire.TokenResponse;
import dev.keyfob.auth.oauth.wire.WireBinding;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Requests for tokens (RFC 6749 section 3.2). */
public final class TokenEndpoint {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final URI uri;
  private final ClientAuthentication client;
  private final BackChannel channel;

  public TokenEndpoint(AuthorizationServer server, ProviderContext context) {
    this.uri = server.tokenEndpoint();
    this.client = server.clientAuthentication();
    this.channel = new BackChannel("token endpoint of " + server.name(), context);
  }

  /** An answer that conforms to the protocol. */
  public sealed interface Answer {}

  /**
   * Tokens.
   *
   * @param tokens checked
   * @param date the server's time, if it says
   */
  public record Granted(VerifiedTokens tokens, Optional<Instant> date) implements Answer {}

  /**
   * A refusal.
   *
   * @param status 400 or 401 where the server follows the RFC, 200 where it does as GitHub does
   */
  public record Refused(int status, ErrorResponse error) implements Answer {}

  /**
   * Sends one request, without a retry. Blocks for up to 60 seconds: a slow server may already have
   * spent the refresh token, so that a second request too early would end the session.
   *
   * @throws AuthException.Transient if the server does not answer, is busy or has failed
   * @throws AuthException.Protocol if it answers with anything else
   */
  public Answer send(Map<String, String> form) {
    return send(form, received -> {});
  }

  /**
   * The same, with a look at a success before anything about it is judged.
   *
   * @param received is given the answer as it came
   */
  Answer send(Map<String, String> form, Consumer<JsonObject> received) {
    WireBinding.prepare(TokenResponse.class);
    return switch (channel.post(uri, form, client, LIMIT)) {
      case BackChannel.Accepted accepted -> {
        received.accept(accepted.object());
        yield new Granted(tokens(accepted.object()), accepted.date());
      }
      case BackChannel.Refused refused -> new Refused(refused.status(), refused.error());
    };
  }

  private VerifiedTokens tokens(JsonObject answer) {
    ErrorResponse.of(answer)
        .ifPresent(
            error -> {
              throw channel.broken(
                  "an error under the status of a success (" + error.phrase() + ")");
            });
    try {
      return VerifiedTokens.of(WireBinding.bind(answer, TokenResponse.class), channel::broken);
    } catch (JsonException e) {
      throw channel.broken("something that is not a token answer");
    }
  }
}
