package dev.keyfob.it.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.api.ProtectedApi;
import dev.keyfob.it.keycloak.KeycloakServer;
import dev.keyfob.it.keycloak.SharedKeycloak;
import dev.keyfob.it.keycloak.TestRealm;
import dev.keyfob.it.process.Result;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The check-up against a real identity provider, and in homes where something is wrong. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class DoctorIT {
  private final KeycloakServer keycloak;
  private ProtectedApi api;
  private Vault acme;

  DoctorIT(KeycloakServer keycloak) {
    this.keycloak = keycloak;
  }

  @BeforeAll
  void start() {
    api = ProtectedApi.start(keycloak.issuer());
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @BeforeEach
  void moveIn(@TempDir Path home) {
    acme = Vault.at(home).with("KEYFOB_STORE", "file");
  }

  private void addService(String issuer) {
    acme.must(
        "profile",
        "add",
        "work",
        "--issuer",
        issuer,
        "--client-id",
        TestRealm.DEMO_CLIENT,
        "--api",
        api.address().toString());
  }

  private static void assertCheck(String status, String message, Result doctor, String name) {
    JsonObject check = Vault.check(doctor, name);
    assertEquals(status, check.getString("status"), doctor::toString);
    assertTrue(check.getString("message").contains(message), doctor::toString);
    assertEquals(
        status.equals("warn") || status.equals("fail"), !check.isNull("remedy"), doctor::toString);
  }

  private Result doctor(String... options) {
    String[] command = new String[2 + options.length];
    command[0] = "doctor";
    command[1] = "--json";
    System.arraycopy(options, 0, command, 2, options.length);
    Result result = acme.run(command);
    boolean ok = Vault.json(result.stdout()).getBoolean("ok");
    assertEquals(ok ? 0 : 1, result.exitCode(), result::toString);
    return result;
  }

  @Nested
  class Network {
    @Test
    void everything_beforeTheFirstLogin_works() {
      addService(keycloak.issuer().toString());
      Result doctor = doctor("work");
      assertEquals(0, doctor.exitCode(), doctor::toString);
      assertCheck(
          "pass",
          keycloak.issuer() + " answers; it offers login by browser and by another device.",
          doctor,
          "identity_provider");
      assertCheck("pass", "answers", doctor, "api");
      assertCheck("pass", "agrees", doctor, "clock");
      assertCheck("warn", "Not logged in to work", doctor, "token");
    }

    @Test
    void issuer_thatIsNone_isFound() {
      addService(keycloak.address() + "/realms/nowhere");
      Result doctor = doctor("work");
      assertCheck("fail", "publishes no metadata", doctor, "identity_provider");
    }

    @Test
    void session_thatIsDead_isToldAsOne() throws IOException {
      addService(keycloak.issuer().toString());
      store(
          "work",
          "{\"oauth\":{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_at\":\"%s\"}}"
              .formatted(Instant.now().minus(Duration.ofMinutes(1))));
      Result doctor = doctor("work");
      assertCheck("fail", "has expired", doctor, "token");
      assertEquals(
          "keyfob login work", Vault.check(doctor, "token").getString("remedy"), doctor::toString);
    }

    @Test
    void server_thatNeverAnswers_endsTheCheckUpInTimeAllTheSame() throws IOException {
      try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
        addService("http://127.0.0.1:" + mute.getLocalPort());
        acme = new Vault(acme.home(), acme.keyfob().within(Duration.ofSeconds(30)));
        assertCheck("fail", "did not answer within", doctor("work"), "identity_provider");
      }
    }
  }

  @Nested
  class Homes {
    @Test
    void filesOpenToOthers_areFound_andClosedByFix() throws IOException {
      Vault.checked(acme.login());
      Path directory = acme.home().resolve("keyfob/credentials/acme");
      chmod(directory, "rwxrwxrwx");
      chmod(acme.home().resolve("keyfob/profiles/acme.json"), "rw-rw-rw-");
      assertCheck("fail", "Other users can open or change", doctor("acme"), "permissions");
      assertCheck("pass", "Closed to other users", doctor("acme", "--fix"), "permissions");
      assertCheck("pass", "Only you", doctor("acme"), "permissions");
      assertEquals("rwx------", mode(directory));
    }

    @Test
    void damagedDocument_isFoundWithItsRemedy() throws IOException {
      store("acme", "{\"api_key\":");
      Result doctor = doctor("acme");
      assertCheck("fail", "is damaged", doctor, "store");
      assertEquals("keyfob login acme", Vault.check(doctor, "store").getString("remedy"));
    }

    @Test
    void homeThatIsAFile_isFound() throws IOException {
      Path file = Files.createFile(acme.home().resolve("file"));
      acme = acme.with("KEYFOB_HOME", file.toString());
      assertCheck("fail", "is no directory", doctor(), "home");
    }

    @Test
    void sealedDocument_opensWithThePassphraseOnly() {
      Vault.checked(acme.login());
      acme.with("KEYFOB_PASSPHRASE", "correct horse").must("store", "seal", "acme");
      assertCheck("fail", "no passphrase is at hand", doctor("acme"), "passphrase");
      acme = acme.with("KEYFOB_PASSPHRASE", "wrong horse");
      assertCheck("fail", "does not open", doctor("acme"), "passphrase");
      acme = acme.with("KEYFOB_PASSPHRASE", "correct horse");
      Result doctor = doctor("acme");
      assertCheck("pass", "opens the credentials", doctor, "passphrase");
      assertCheck("pass", "api_key from file", doctor, "token");
    }

    @Test
    void brokenSurroundings_areFound() throws IOException {
      Path plugins = Files.createDirectory(acme.home().resolve("keyfob/plugins"));
      chmod(plugins, "rwx------");
      Files.writeString(plugins.resolve("rusty.jar"), "not a jar");
      chmod(plugins.resolve("rusty.jar"), "rw-------");
      acme =
          acme.with("HTTPS_PROXY", "https://proxy:1")
              .with("SSL_CERT_FILE", "/nowhere.pem")
              .with("KEYFOB_ACME_API_KEY", "sk-from-the-environment");
      store("acme", "{\"api_key\":\"sk-stored-0123456789\"}");
      Result doctor = doctor("acme");
      assertCheck("fail", "rusty.jar", doctor, "plugins");
      assertCheck("fail", "HTTPS_PROXY", doctor, "proxy");
      assertCheck("fail", "/nowhere.pem", doctor, "certificates");
      assertCheck("warn", "KEYFOB_ACME_API_KEY is set", doctor, "environment");
      assertCheck("pass", "api_key from KEYFOB_ACME_API_KEY", doctor, "token");
    }

    private void chmod(Path path, String mode) throws IOException {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private String mode(Path path) throws IOException {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
  }

  private void store(String profile, String document) throws IOException {
    Path file = acme.home().resolve("keyfob/credentials/" + profile + "/default.json");
    Files.createDirectories(
        file.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(file, document);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
