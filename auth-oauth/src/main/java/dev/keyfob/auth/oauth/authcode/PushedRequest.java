package dev.keyfob.auth.oauth.authcode;

import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.dialect.BodyFormat;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.token.BackChannel;
import dev.keyfob.auth.oauth.token.TokenErrors;
import jakarta.json.JsonString;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sends an authorization request to the server directly, so that the browser carries nothing but a
 * reference to it (RFC 9126).
 */
final class PushedRequest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private PushedRequest() {}

  /**
   * Pushes a request. Blocks for up to 30 seconds.
   *
   * @return the parameters for the browser
   */
  static Map<String, String> push(
      URI endpoint,
      Map<String, String> parameters,
      AuthorizationServer server,
      ProviderContext context) {
    BackChannel channel =
        new BackChannel("pushed authorization request endpoint of " + server.name(), context);
    return switch (channel.post(
        endpoint, parameters, server.clientAuthentication(), BodyFormat.FORM, LIMIT)) {
      case BackChannel.Accepted accepted -> {
        if (!(accepted.object().get("request_uri") instanceof JsonString reference)) {
          throw channel.broken("no request_uri");
        }
        Map<String, String> left = new LinkedHashMap<>();
        left.put("client_id", server.clientId());
        left.put("request_uri", reference.getString());
        yield left;
      }
      case BackChannel.Refused refused -> throw TokenErrors.of(server, refused.error(), context);
    };
  }
}
