package dev.keyfob.it.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.keycloak.KeycloakServer;
import dev.keyfob.it.keycloak.SharedKeycloak;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;

/** A service with a key of its own, and a job whose only input is what its platform has signed. */
@ExtendWith(SharedKeycloak.class)
class WorkloadIT {
  private final KeycloakServer keycloak;
  @TempDir private Path home;
  private KeyfobProcess keyfob;

  WorkloadIT(KeycloakServer keycloak) {
    this.keycloak = keycloak;
  }

  @BeforeEach
  void moveIn() {
    keyfob = KeyfobProcess.atHome(home).with("KEYFOB_HOME", home.resolve("keyfob").toString());
  }

  private void profile(String client, String workload) {
    Result added =
        keyfob
            .withInput(
                """
                {"oauth":{"issuer":"%s","clientId":"%s"},"workload":%s}
                """
                    .formatted(keycloak.issuer(), client, workload))
            .run("profile", "import", "-", "--name", "service");
    assertEquals(0, added.exitCode(), added::toString);
  }

  /** A client without a secret that may act for itself. */
  private void client(String id, String authenticator, Map<String, String> attributes) {
    keycloak
        .realm()
        .clients()
        .findByClientId(id)
        .forEach(old -> keycloak.realm().clients().get(old.getId()).remove());
    ClientRepresentation client = new ClientRepresentation();
    client.setClientId(id);
    client.setPublicClient(false);
    client.setServiceAccountsEnabled(true);
    client.setStandardFlowEnabled(false);
    client.setClientAuthenticatorType(authenticator);
    client.setAttributes(attributes);
    try (Response created = keycloak.realm().clients().create(client)) {
      assertEquals(201, created.getStatus());
    }
  }

  private static JsonObject claims(String token) {
    String payload =
        new String(
            Base64.getUrlDecoder().decode(token.strip().split("\\.", -1)[1]),
            StandardCharsets.UTF_8);
    try (var reader = Json.createReader(new StringReader(payload))) {
      return reader.readObject();
    }
  }

  private String token() {
    Result token = keyfob.run("token", "service");
    assertEquals(0, token.exitCode(), token::toString);
    return token.stdout();
  }

  private boolean isAnythingStored() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("keyfob"))) {
      return files.anyMatch(file -> file.toString().contains("credentials"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "PS256", "EdDSA"})
  void token_clientWithAKey_isGranted(String algorithm) {
    profile("keyed", "{\"grant\":\"client_credentials\"}");
    Result key = keyfob.run("profile", "keygen", "service", "--algorithm", algorithm);
    assertEquals(0, key.exitCode(), key::toString);
    client(
        "keyed",
        "client-jwt",
        Map.of(
            "use.jwks.string",
            "true",
            "jwks.string",
            key.stdout(),
            "token.endpoint.auth.signing.alg",
            algorithm));

    assertEquals("keyed", claims(token()).getString("azp"));
    assertEquals(token(), token(), "it is not obtained twice");
    assertEquals(0, keyfob.run("refresh", "service").exitCode());
  }

  @Test
  void token_jobWithoutASecret_isGrantedByWhatItsPlatformHasSigned()
      throws GeneralSecurityException, IOException {
    JobPlatform platform = new JobPlatform();
    trust(platform);
    profile(
        "ci",
        "{\"source\":\"env:JOB_TOKEN\",\"audience\":\"%s\",\"grant\":\"client_assertion\"}"
            .formatted(keycloak.issuer()));

    Result expired =
        with(platform.statement(keycloak.issuer().toString(), Duration.ofSeconds(-60)))
            .run("token", "service", "--json");
    assertEquals(3, expired.exitCode(), expired::toString);
    assertTrue(expired.stderr().contains("has expired at"), expired::toString);
    Result foreign =
        with(platform.statement("https://other.example", Duration.ofMinutes(1)))
            .run("token", "service");
    assertEquals(3, foreign.exitCode(), foreign::toString);
    Result unsigned =
        with(new JobPlatform().statement(keycloak.issuer().toString(), Duration.ofMinutes(1)))
            .run("token", "service");
    assertEquals(3, unsigned.exitCode(), unsigned::toString);
    Result nothing = keyfob.run("token", "service");
    assertEquals(2, nothing.exitCode(), nothing::toString);
    assertFalse(isAnythingStored());

    keyfob = with(platform.statement(keycloak.issuer().toString(), Duration.ofMinutes(1)));
    assertEquals("ci", claims(token()).getString("azp"));
    assertTrue(isAnythingStored());
    assertTrue(
        keyfob
            .run("status", "service", "--explain", "--offline")
            .stdout()
            .contains("env:JOB_TOKEN"));
  }

  private KeyfobProcess with(String statement) {
    return keyfob.with("JOB_TOKEN", statement);
  }

  /**
   * Keycloak's federated client authentication: the platform is an identity provider of clients.
   */
  private void trust(JobPlatform platform) {
    IdentityProviderRepresentation provider = new IdentityProviderRepresentation();
    provider.setAlias("platform");
    provider.setProviderId("oidc");
    provider.setEnabled(true);
    Map<String, String> config = new HashMap<>();
    config.put("issuer", JobPlatform.ISSUER);
    config.put("clientId", "unused");
    config.put("clientSecret", "unused");
    config.put("authorizationUrl", JobPlatform.ISSUER + "/authorize");
    config.put("tokenUrl", JobPlatform.ISSUER + "/token");
    config.put("validateSignature", "true");
    config.put("useJwksUrl", "false");
    config.put("publicKeySignatureVerifier", platform.publicKey());
    config.put("publicKeySignatureVerifierKeyId", "platform");
    config.put("supportsClientAssertions", "true");
    provider.setConfig(config);
    try (Response created = keycloak.realm().identityProviders().create(provider)) {
      assertEquals(201, created.getStatus());
    }
    client(
        "ci",
        "federated-jwt",
        Map.of("jwt.credential.issuer", "platform", "jwt.credential.sub", JobPlatform.JOB));
  }
}
