package dev.keyfob.it.browser;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A client that asks for a code and does nothing with it: a redirect URI that answers, and the
 * address to open.
 */
final class AuthorizationRequest implements AutoCloseable {

  // The example of RFC 7636, appendix B; the code is never exchanged.
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private final HttpServer receiver;
  private final URI redirectUri;

  private AuthorizationRequest(HttpServer receiver, String host) {
    this.receiver = receiver;
    this.redirectUri =
        URI.create("http://" + host + ":" + receiver.getAddress().getPort() + "/callback");
  }

  /** Receives on a free port of a loopback address, {@code 127.0.0.1} or {@code [::1]}. */
  static AuthorizationRequest receivingOn(String host) {
    try {
      HttpServer receiver = HttpServer.create(new InetSocketAddress(host, 0), 0);
      receiver.createContext(
          "/callback",
          exchange -> {
            try (exchange) {
              exchange.sendResponseHeaders(200, 8);
              exchange.getResponseBody().write("received".getBytes(StandardCharsets.UTF_8));
            }
          });
      receiver.start();
      return new AuthorizationRequest(receiver, host);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI of(URI issuer, String clientId) {
    Map<String, String> parameters =
        Map.of(
            "response_type", "code",
            "client_id", clientId,
            "redirect_uri", redirectUri.toString(),
            "scope", "openid profile email offline_access",
            "state", "of-the-test",
            "code_challenge", CHALLENGE,
            "code_challenge_method", "S256");
    String query =
        parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return URI.create(issuer + "/protocol/openid-connect/auth?" + query);
  }

  boolean isAnswer(URI location) {
    return location.toString().startsWith(redirectUri + "?");
  }

  @Override
  public void close() {
    receiver.stop(0);
  }
}
