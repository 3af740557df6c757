package dev.keyfob.it.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.keycloak.KeycloakServer;
import dev.keyfob.it.keycloak.SharedKeycloak;
import dev.keyfob.it.keycloak.TestRealm;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service with a key of its own, and a job whose only input is what its platform has signed. */
@ExtendWith(SharedKeycloak.class)
class WorkloadIT {
  private static final String SECRET = "secret-of-the-exchanger";

  private final KeycloakServer keycloak;
  private final Clients clients;
  @TempDir private Path home;
  private KeyfobProcess keyfob;

  WorkloadIT(KeycloakServer keycloak) {
    this.keycloak = keycloak;
    clients = new Clients(keycloak);
    keyfob = KeyfobProcess.atHome(Path.of(""));
  }

  @BeforeEach
  void moveIn() {
    keyfob =
        KeyfobProcess.atHome(home)
            .with("KEYFOB_HOME", home.resolve("keyfob").toString())
            .with("KEYFOB_STORE", "file");
  }

  @AfterEach
  void distrust() {
    clients.distrust();
  }

  private void profile(String name, String client, String oauth, String workload) {
    Result added =
        keyfob
            .withInput(
                """
                {"oauth":{"issuer":"%s","clientId":"%s"%s},"workload":%s}
                """
                    .formatted(keycloak.issuer(), client, oauth, workload)
                    .replace('\'', '"'))
            .run("profile", "import", "-", "--name", name);
    assertEquals(0, added.exitCode(), added::toString);
  }

  private String token(String name) {
    Result token = keyfob.run("token", name);
    assertEquals(0, token.exitCode(), token::toString);
    return token.stdout().strip();
  }

  private boolean isAnythingStored() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("keyfob"))) {
      // A lock file holds nothing.
      return files.anyMatch(file -> file.endsWith("credentials/job/default.json"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "PS256", "EdDSA"})
  void token_clientWithAKey_isGranted(String algorithm) throws Exception {
    profile("service", "keyed", "", "{'grant':'client_credentials'}");
    Result key = keyfob.run("profile", "keygen", "service", "--algorithm", algorithm);
    assertEquals(0, key.exitCode(), key::toString);
    clients.service(
        "keyed",
        "client-jwt",
        Map.of(
            "use.jwks.string",
            "true",
            "jwks.string",
            key.stdout(),
            "token.endpoint.auth.signing.alg",
            algorithm));

    String token = token("service");

    assertEquals("keyed", Clients.claims(token).getStringClaim("azp"));
    assertEquals(token, token("service"), "it is not obtained twice");
    assertEquals(0, keyfob.run("refresh", "service").exitCode());
    assertNotEquals(token, token("service"));
    Result noPerson = keyfob.run("token", "service", "--token", "id");
    assertEquals(2, noPerson.exitCode(), noPerson::toString);
    assertFalse(noPerson.stderr().contains("keyfob login"), noPerson::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"post", "basic"})
  void token_exchanged_isOfTheRequesterAndForTheAudience(String way) throws Exception {
    clients.exchanger("exchanger", SECRET);
    keyfob = keyfob.with("KEYFOB_FIRST_CLIENT_SECRET", SECRET);
    keyfob = keyfob.with("KEYFOB_SECOND_CLIENT_SECRET", SECRET);
    String auth = ",'clientAuth':'" + way + "'";
    profile("first", "exchanger", auth, "{'grant':'client_credentials'}");
    profile(
        "second",
        "exchanger",
        auth,
        "{'source':'env:SECOND_SUBJECT','grant':'token-exchange','parameters':"
            + "{'subject_token_type':'urn:ietf:params:oauth:token-type:access_token','audience':'exchanger'}}");
    String first = token("first");

    keyfob = keyfob.with("SECOND_SUBJECT", first);
    String second = token("second");

    assertNotEquals(first, second);
    assertEquals(
        Clients.claims(first).getSubject(), Clients.claims(second).getSubject(), "who it is for");
    assertTrue(Clients.claims(second).getAudience().contains("exchanger"));

    keyfob = keyfob.with("SECOND_SUBJECT", first + "x");
    Result refused = keyfob.run("refresh", "second");
    assertTrue(refused.exitCode() == 2 || refused.exitCode() == 3, refused::toString);
    assertFalse(refused.stderr().contains("keyfob login"), refused::toString);
    assertEquals(second, token("second"), "what was there is not lost");
  }

  @Test
  void token_jobWithoutASecret_isGrantedByWhatItsPlatformHasSigned() throws Exception {
    JobPlatform platform = new JobPlatform();
    clients.trust(platform, TestRealm.USER);
    clients.service(
        "ci",
        "federated-jwt",
        Map.of("jwt.credential.issuer", JobPlatform.ALIAS, "jwt.credential.sub", JobPlatform.JOB));
    profile(
        "job",
        "ci",
        "",
        "{'source':'env:JOB_TOKEN','audience':'%s','grant':'client_assertion'}"
            .formatted(keycloak.issuer()));

    refused(platform, keycloak.issuer().toString(), Duration.ofMinutes(-1), "has expired at");
    refused(platform, "https://other.example", Duration.ofMinutes(1), "is not for");
    refused(new JobPlatform(), keycloak.issuer().toString(), Duration.ofMinutes(1), "not accept");
    Result nothing = keyfob.run("token", "job");
    assertEquals(2, nothing.exitCode(), nothing::toString);
    assertFalse(isAnythingStored());

    keyfob = with(platform, keycloak.issuer().toString(), Duration.ofMinutes(1));
    assertEquals("ci", Clients.claims(token("job")).getStringClaim("azp"));
    assertTrue(isAnythingStored());
    Result explained = keyfob.run("status", "job", "--explain", "--offline");
    assertTrue(explained.stdout().contains("env:JOB_TOKEN"), explained::toString);
  }

  @Test
  void token_statementAsGrant_isThePersonItNames() throws Exception {
    JobPlatform platform = new JobPlatform();
    clients.trust(platform, TestRealm.USER);
    clients.service(
        "granted",
        "client-secret",
        Map.of(
            "oauth2.jwt.authorization.grant.enabled",
            "true",
            "oauth2.jwt.authorization.grant.idp",
            JobPlatform.ALIAS));
    String secret = keycloak.realm().clients().findByClientId("granted").getFirst().getSecret();
    profile(
        "job",
        "granted",
        ",'clientAuth':'post'",
        "{'source':'env:JOB_TOKEN','grant':'jwt-bearer'}");

    keyfob =
        with(platform, keycloak.issuer().toString(), Duration.ofMinutes(1))
            .with("KEYFOB_JOB_CLIENT_SECRET", secret);

    assertEquals(TestRealm.USER, Clients.claims(token("job")).getStringClaim("preferred_username"));
  }

  private void refused(JobPlatform platform, String audience, Duration life, String why)
      throws GeneralSecurityException {
    Result refused = with(platform, audience, life).run("token", "job");
    assertEquals(3, refused.exitCode(), refused::toString);
    assertTrue(refused.stderr().contains(why), refused::toString);
  }

  private KeyfobProcess with(JobPlatform platform, String audience, Duration life)
      throws GeneralSecurityException {
    return keyfob.with("JOB_TOKEN", platform.statement(audience, life));
  }
}
