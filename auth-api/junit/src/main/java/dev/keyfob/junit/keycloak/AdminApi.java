package dev.keyfob.junit.keycloak;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The few requests to Keycloak's administration that tests need, without its client library.
 * Thread-safe.
 *
 * @param server without a trailing slash
 * @param user the administrator of the realm master
 * @param password the administrator's
 * @param http closed with this
 * @param created the names of the realms that were created here
 */
record AdminApi(URI server, String user, Secret password, HttpClient http, List<String> created)
    implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int MAX_MESSAGE = 200;

  static AdminApi of(URI server, String user, Secret password) {
    return new AdminApi(
        server,
        user,
        password,
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
        new CopyOnWriteArrayList<>());
  }

  void createRealm(JsonObject representation) {
    send("POST", "", "the realm", representation);
    created.add(representation.getString("realm"));
  }

  void createUser(String realm, JsonObject representation) {
    send("POST", "/" + encoded(realm) + "/users", "the user", representation);
  }

  /** Removes what was added to a server that somebody else has started. */
  void deleteCreatedRealms() {
    for (String realm : created) {
      send("DELETE", "/" + encoded(realm), "to delete the realm", JsonValue.EMPTY_JSON_OBJECT);
    }
  }

  private void send(String method, String path, String what, JsonObject body) {
    BodyPublisher publisher =
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(JsonText.compact(body));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + "/admin/realms" + path))
            .header("Authorization", "Bearer " + token().reveal())
            .header("Content-Type", "application/json")
            .timeout(LIMIT)
            .method(method, publisher)
            .build();
    HttpResponse<String> answer = send(request);
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          "Keycloak does not take %s: status %d, %s"
              .formatted(what, answer.statusCode(), reason(answer.body())));
    }
  }

  /** A new one each time: it lasts for a minute. */
  private Secret token() {
    String form =
        "grant_type=password&client_id=admin-cli&username="
            + encoded(user)
            + "&password="
            + encoded(password.reveal());
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(
                    URI.create(server + "/realms/master/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(LIMIT)
                .POST(BodyPublishers.ofString(form))
                .build());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "Keycloak at %s does not accept its administrator %s: status %d"
              .formatted(server, user, answer.statusCode()));
    }
    return Secret.of(JsonText.parseObject(answer.body()).getString("access_token"));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("Keycloak at " + server + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Keycloak was asked", e);
    }
  }

  /** What the test's author has to know, and of the answer nothing else. */
  private static String reason(String body) {
    try {
      JsonObject answer = JsonText.parseObject(body);
      String said = answer.getString("errorMessage", answer.getString("error", "no reason"));
      return said.substring(0, Math.min(said.length(), MAX_MESSAGE));
    } catch (JsonException noObject) {
      return "no reason";
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.close();
  }
}
