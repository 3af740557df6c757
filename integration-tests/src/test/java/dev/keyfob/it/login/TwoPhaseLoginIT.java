package dev.keyfob.it.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.api.ProtectedApi;
import dev.keyfob.it.browser.HeadlessBrowser;
import dev.keyfob.it.keycloak.KeycloakServer;
import dev.keyfob.it.keycloak.SharedKeycloak;
import dev.keyfob.it.keycloak.TestRealm;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Logins that one command begins and another one finishes, as agents do it. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
@NeedsTool("browser")
class TwoPhaseLoginIT {
  private final KeycloakServer keycloak;
  private HeadlessBrowser browser;
  private ProtectedApi api;
  private Person ada;

  TwoPhaseLoginIT(KeycloakServer keycloak) {
    this.keycloak = keycloak;
  }

  @BeforeAll
  void start() {
    browser = HeadlessBrowser.launch();
    api = ProtectedApi.start(keycloak.issuer());
  }

  @BeforeEach
  void moveIn(@TempDir Path home) {
    keycloak.forgetConsents();
    ada = Person.at(home, browser).with(keycloak.issuer(), TestRealm.CONSENT_CLIENT, api.address());
  }

  @AfterAll
  void stop() {
    api.close();
    browser.close();
  }

  private JsonObject begin(String... options) {
    String[] command =
        Stream.concat(Stream.of("login", "demo", "--start"), Stream.of(options))
            .toArray(String[]::new);
    Result started = ada.keyfob().run(command);
    assertEquals(0, started.exitCode(), started::toString);
    return Person.json(started.stdout());
  }

  private Result finish(String ticket, String pasted, String... options) {
    String[] command =
        Stream.concat(Stream.of("login", "--finish", ticket), Stream.of(options))
            .toArray(String[]::new);
    return ada.keyfob().withInput(pasted).run(command);
  }

  private Optional<Path> file(String ticket) throws IOException {
    try (Stream<Path> files = Files.walk(ada.home())) {
      return files.filter(path -> path.endsWith(ticket + ".json")).findFirst();
    }
  }

  private void confirm(JsonObject started) {
    ada.confirmDevice(
        URI.create(started.getString("verification_uri")), started.getString("user_code"));
  }

  private static void assertEnds(int code, String error, Result result) {
    assertEquals(code, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains("\"" + error + "\""), result::toString);
  }

  @Nested
  class ByDevice {
    @Test
    void finish_afterTheConfirmation_storesTheSessionOnce() throws Exception {
      JsonObject started = begin();
      String ticket = started.getString("ticket");
      assertEquals("device", started.getString("method"));
      Path file = file(ticket).orElseThrow();
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));

      Result early = finish(ticket, "", "--timeout", "0");
      assertEnds(4, "login_timeout", early);
      assertTrue(early.stderr().contains("\"retryable\":true"), early::toString);

      confirm(started);
      Result finished = finish(ticket, "", "--json");
      assertEquals(0, finished.exitCode(), finished::toString);
      assertEquals(
          TestRealm.EMAIL, Person.json(finished.stdout()).getJsonObject("user").getString("email"));
      assertTrue(Files.exists(ada.document()));

      assertEnds(2, "usage", finish(ticket, ""));
      assertTrue(file(ticket).isEmpty(), "the used ticket is still there");
    }

    @Test
    void finish_byTwoAtOnce_worksForOne() {
      JsonObject started = begin();
      confirm(started);
      String ticket = started.getString("ticket");
      try (Running one = ada.keyfob().start("login", "--finish", ticket);
          Running other = ada.keyfob().start("login", "--finish", ticket)) {
        long successes =
            Stream.of(one.result(), other.result())
                .filter(result -> result.exitCode() == 0)
                .count();
        assertEquals(1, successes, () -> one.result() + "\n" + other.result());
      }
    }

    @Test
    void finish_afterADenial_isDeniedAndTheTicketUsedUp() {
      JsonObject started = begin();
      ada.pages()
          .enterDeviceCode(
              URI.create(started.getString("verification_uri")), started.getString("user_code"));
      ada.pages().signIn(TestRealm.USER, TestRealm.PASSWORD);
      ada.pages().denyConsent();

      String ticket = started.getString("ticket");
      assertEnds(3, "login_denied", finish(ticket, ""));
      assertEnds(2, "usage", finish(ticket, ""));
      assertFalse(Files.exists(ada.document()));
    }
  }

  @Nested
  class ByAddress {
    @Test
    void finish_addressPiped_storesTheSessionOnce() {
      JsonObject started = begin("--paste");
      String ticket = started.getString("ticket");
      ada.browser().open(URI.create(started.getString("verification_uri")));
      ada.pages().signIn(TestRealm.USER, TestRealm.PASSWORD);
      String address =
          ada.browser()
              .requestedBy(
                  () -> ada.pages().grantConsent(),
                  location -> "127.0.0.1".equals(location.getHost()))
              .toString();

      assertEnds(2, "usage", finish(ticket, ""));
      assertEnds(2, "usage", finish(ticket, address.replaceFirst("state=[^&]*", "state=forged")));
      Result finished = finish(ticket, address + "\n");
      assertEquals(0, finished.exitCode(), finished::toString);
      assertTrue(Files.exists(ada.document()));
      assertEnds(2, "usage", finish(ticket, address));
    }

    @Test
    void finish_tooLate_saysSoAndHowToBeginAgain() throws Exception {
      String ticket = begin("--paste", "--timeout", "0").getString("ticket");

      Result late = finish(ticket, "http://127.0.0.1:1/callback?code=x");

      assertEnds(4, "login_timeout", late);
      assertTrue(late.stderr().contains("keyfob login demo --start"), late::toString);
      assertTrue(file(ticket).isEmpty(), "the expired ticket is still there");
    }
  }
}
