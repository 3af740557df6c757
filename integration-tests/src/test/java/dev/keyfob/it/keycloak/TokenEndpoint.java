package dev.keyfob.it.keycloak;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks the test realm about tokens without the code under test. Thread-safe.
 *
 * @param issuer the realm
 */
public record TokenEndpoint(URI issuer) {

  /** An access token of the service client, by client credentials. */
  public String serviceToken() {
    return post(
            "token",
            Map.of(
                "grant_type", "client_credentials",
                "client_id", TestRealm.SERVICE_CLIENT,
                "client_secret", TestRealm.SERVICE_SECRET))
        .getString("access_token");
  }

  /**
   * Whether Keycloak takes an access token for good (RFC 7662). Of a refresh token it would always
   * say no: the service client is not in its audience.
   */
  public boolean isActiveAccessToken(String token) {
    return post(
            "token/introspect",
            Map.of(
                "token", token,
                "client_id", TestRealm.SERVICE_CLIENT,
                "client_secret", TestRealm.SERVICE_SECRET))
        .getBoolean("active");
  }

  /**
   * The answer to any grant, be it tokens or an {@code error}; for example a refresh token that
   * must not work.
   */
  public JsonObject grant(Map<String, String> form) {
    return post("token", form);
  }

  /** Starts a device flow (RFC 8628) for a client. */
  public JsonObject deviceAuthorization(String clientId) {
    return post("auth/device", Map.of("client_id", clientId, "scope", "openid"));
  }

  private JsonObject post(String path, Map<String, String> form) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/" + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString(encoded(form)))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
        return reader.readObject();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Keycloak was asked", e);
    }
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
