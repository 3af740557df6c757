package dev.keyfob.auth.oauth;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.client.ClientAuthentication;
import dev.keyfob.auth.oauth.wire.TokenResponse;
import dev.keyfob.auth.oauth.wire.WireBinding;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Requests for tokens (RFC 6749 section 3.2). */
final class TokenEndpoint {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final URI uri;
  private final ClientAuthentication client;
  private final BackChannel channel;

  TokenEndpoint(AuthorizationServer server, ProviderContext context) {
    this.uri = server.tokenEndpoint();
    this.client = server.clientAuthentication();
    this.channel = new BackChannel("token endpoint of " + server.name(), context);
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
   * @param status 400 or 401 where the server follows the RFC, 200 where it does as GitHub does
   */
  record Refused(int status, ErrorResponse error) implements Answer {}

  /**
   * Sends one request, once. Blocks for 30 seconds at most.
   *
   * @throws AuthException.Transient if the server does not answer, is busy or has failed
   * @throws AuthException.Protocol if it answers with anything else
   */
  Answer send(Map<String, String> form) {
    WireBinding.prepare(TokenResponse.class);
    return switch (channel.post(uri, form, client, LIMIT)) {
      case BackChannel.Accepted accepted -> new Granted(tokens(accepted.object()), accepted.date());
      case BackChannel.Refused refused -> new Refused(refused.status(), refused.error());
    };
  }

  private IssuedTokens tokens(JsonObject answer) {
    try {
      return IssuedTokens.of(WireBinding.bind(answer, TokenResponse.class), channel::broken);
    } catch (JsonException e) {
      throw channel.broken("something that is not a token answer");
    }
  }
}
