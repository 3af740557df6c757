package dev.keyfob.it.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.keycloak.KeycloakServer;
import dev.keyfob.it.keycloak.SharedKeycloak;
import dev.keyfob.it.keycloak.TokenEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedKeycloak.class)
class ProtectedApiIT {

  private final HttpClient http = HttpClient.newHttpClient();
  private ProtectedApi api;
  private String token;

  @BeforeEach
  void startApi(KeycloakServer keycloak) {
    api = ProtectedApi.start(keycloak.issuer());
    token = new TokenEndpoint(keycloak.issuer()).serviceToken();
  }

  @AfterEach
  void stopApi() {
    api.close();
    http.close();
  }

  @Nested
  class Credentials {

    @Test
    void me_noToken_isChallenged() throws Exception {
      HttpResponse<String> response = send(to("/v1/me"));

      assertEquals(401, response.statusCode());
      assertEquals("Bearer realm=\"keyfob-test\"", challenge(response));
    }

    @Test
    void me_tokenOfTheIssuer_isAdmitted() throws Exception {
      HttpResponse<String> response = send(with(token, "/v1/me"));

      assertEquals(200, response.statusCode(), response.body());
      assertTrue(response.body().contains("\"sub\":"), response.body());
    }

    @Test
    void me_tokenWithAForgedSignature_isRefused() throws Exception {
      String forged = token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(342);

      HttpResponse<String> response = send(with(forged, "/v1/me"));

      assertEquals(401, response.statusCode());
      assertTrue(challenge(response).contains("error=\"invalid_token\""), challenge(response));
    }

    @Test
    void me_staticKeys_areAdmitted() throws Exception {
      HttpResponse<String> byKey = send(to("/v1/me").header("X-Api-Key", ProtectedApi.API_KEY));

      assertTrue(byKey.body().contains("robot@example.org"), byKey.body());
      assertEquals(200, send(with(ProtectedApi.PAT, "/v1/me")).statusCode());
      assertEquals(401, send(to("/v1/me").header("X-Api-Key", "wrong")).statusCode());
    }

    @Test
    void refuseNext_one_refusesOneRequest() throws Exception {
      api.refuseNext(1);

      assertEquals(401, send(with(token, "/v1/me")).statusCode());
      assertEquals(200, send(with(token, "/v1/me")).statusCode());
      assertEquals(2, api.requests());
    }
  }

  @Nested
  class Answers {

    @Test
    void echo_post_showsTheRequestWithoutTheToken() throws Exception {
      HttpResponse<String> response =
          send(with(token, "/v1/echo").header("X-Custom", "1").POST(BodyPublishers.ofString("hi")));

      assertTrue(response.body().contains("\"method\":\"POST\""), response.body());
      assertTrue(response.body().contains("\"x-custom\":\"1\""), response.body());
      assertTrue(response.body().contains("\"body\":\"hi\""), response.body());
      assertFalse(response.body().contains(token));
    }

    @Test
    void items_followedByLinks_endAfterThreePages() throws Exception {
      HttpResponse<String> first = send(with(token, "/v1/items"));
      HttpResponse<String> last = send(with(token, "/v1/items?page=3"));

      assertEquals(
          "<" + api.address() + "/v1/items?page=2>; rel=\"next\"",
          first.headers().firstValue("Link").orElseThrow());
      assertEquals("[{\"id\":5},{\"id\":6}]", last.body());
      assertTrue(last.headers().firstValue("Link").isEmpty());
    }

    @Test
    void forbidden_anybody_is403() throws Exception {
      assertEquals(403, send(with(token, "/v1/forbidden")).statusCode());
      assertEquals(404, send(with(token, "/v1/absent")).statusCode());
    }
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(api.address() + path));
  }

  private HttpRequest.Builder with(String bearer, String path) {
    return to(path).header("Authorization", "Bearer " + bearer);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String challenge(HttpResponse<String> response) {
    return response.headers().firstValue("WWW-Authenticate").orElseThrow();
  }
}
