package dev.keyfob.it.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.it.keycloak.KeycloakServer;
import dev.keyfob.it.keycloak.SharedKeycloak;
import dev.keyfob.it.keycloak.TestRealm;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import dev.keyfob.junit.keycloak.SignInForm;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The parts of the FAPI 2 security profile, one by one and together, against Keycloak. */
@ExtendWith(SharedKeycloak.class)
class HardenedLoginIT {
  private static final Pattern ADDRESS = Pattern.compile("(http[^\\s\"]+/auth\\?[^\\s\"]+)");
  private static final String CLIENT = "hardened";

  private final KeycloakServer keycloak;
  @TempDir private Path home;
  private KeyfobProcess keyfob;

  HardenedLoginIT(KeycloakServer keycloak) {
    this.keycloak = keycloak;
    keyfob = KeyfobProcess.atHome(Path.of(""));
  }

  @BeforeEach
  void moveIn() {
    keyfob =
        KeyfobProcess.atHome(home)
            .with("KEYFOB_HOME", home.resolve("keyfob").toString())
            .with("KEYFOB_STORE", "file");
    Result added =
        keyfob
            .withInput(
                """
                {"apiBaseUri":"%s","identityPath":"%s",
                 "oauth":{"issuer":"%s","clientId":"%s","scopes":["openid","email"],"dpop":true,"par":true}}
                """
                    .formatted(keycloak.address(), userinfo().getPath(), keycloak.issuer(), CLIENT))
            .run("profile", "import", "-", "--name", "work");
    assertEquals(0, added.exitCode(), added::toString);
    Result key = keyfob.run("profile", "keygen", "work");
    assertEquals(0, key.exitCode(), key::toString);
    Map<String, String> attributes = new HashMap<>();
    attributes.put("use.jwks.string", "true");
    attributes.put("jwks.string", key.stdout());
    attributes.put("dpop.bound.access.tokens", "true");
    attributes.put("pkce.code.challenge.method", "S256");
    attributes.put("require.pushed.authorization.requests", "true");
    new Clients(keycloak).login(CLIENT, "client-jwt", attributes);
  }

  private URI userinfo() {
    return URI.create(keycloak.issuer() + "/protocol/openid-connect/userinfo");
  }

  private String run(String... arguments) {
    Result result = keyfob.run(arguments);
    assertEquals(0, result.exitCode(), result::toString);
    return result.stdout().strip();
  }

  private String token() {
    return json(run("token", "work", "--json")).getString("token");
  }

  private static Object thumbprint(String token) throws Exception {
    return Objects.requireNonNull(Clients.claims(token).getJSONObjectClaim("cnf").get("jkt"));
  }

  private static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  /** What the resource says without the code under test. */
  private int status(String scheme, String token, String proof) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(userinfo()).header("Authorization", scheme + " " + token);
    if (!proof.isEmpty()) {
      request.header("DPoP", proof);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void login_pushedWithAKeyAndBound_keepsTheKeyAndIsWorthNothingWithoutIt() throws Exception {
    try (Running login = keyfob.start("login", "work", "--oauth", "--no-browser", "--json")) {
      URI address = URI.create(login.awaitStderr(ADDRESS).group(1));
      assertEquals(
          Set.of("client_id", "request_uri"),
          Stream.of(address.getRawQuery().split("&", -1))
              .map(field -> field.split("=", -1)[0])
              .collect(Collectors.toSet()),
          "only these go through the browser");
      SignInForm.complete(address, TestRealm.USER, Secret.of(TestRealm.PASSWORD));
      Result result = login.result();
      assertEquals(0, result.exitCode(), result::toString);
    }

    String token = token();
    Object key = thumbprint(token);
    String proof = run("token", "work", "--dpop-proof", "GET", userinfo().toString());
    assertEquals(200, status("DPoP", token, proof));
    assertNotEquals(200, status("DPoP", token, ""), "without a proof");
    assertNotEquals(200, status("Bearer", token, ""), "as a bearer token");

    Result plain = keyfob.run("token", "work");
    assertEquals(2, plain.exitCode(), plain::toString);
    assertTrue(plain.stderr().contains("--dpop-proof"), plain::toString);
    assertEquals(
        TestRealm.EMAIL, json(run("api", "work", userinfo().getPath())).getString("email"));
    assertTrue(run("whoami", "work").contains(TestRealm.EMAIL));

    run("refresh", "work");
    String renewed = token();
    assertNotEquals(token, renewed);
    assertEquals(key, thumbprint(renewed), "the key stays with the session");
    assertTrue(run("whoami", "work").contains(TestRealm.EMAIL));
    run("logout", "work");
  }
}
