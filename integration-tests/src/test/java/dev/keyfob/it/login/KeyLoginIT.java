package dev.keyfob.it.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.api.ProtectedApi;
import dev.keyfob.it.process.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logins with keys against a service that checks them. */
class KeyLoginIT {
  private Acme acme;

  @BeforeEach
  void moveIn(@TempDir Path home) {
    acme = Acme.at(home);
  }

  @AfterEach
  void moveOut() {
    acme.close();
  }

  private static void assertFails(int code, String error, Result result) {
    assertEquals(code, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains("\"" + error + "\""), result::toString);
  }

  @Nested
  class Good {
    @Test
    void login_keyPiped_isVerifiedAndServes() {
      Result login = acme.piped(ProtectedApi.API_KEY + "\n", "login", "acme", "--json");

      assertEquals(0, login.exitCode(), login::toString);
      assertEquals("api_key", Person.json(login.stdout()).getString("type"));
      assertTrue(Person.json(login.stdout()).getBoolean("verified"));
      assertEquals("robot@example.org\n", acme.keyfob().run("whoami", "acme").stdout());
      assertEquals(0, acme.keyfob().run("api", "acme", "/v1/me").exitCode());
    }

    @Test
    void login_tokenPiped_isKnownByItsPrefix() {
      Result login = acme.piped(ProtectedApi.PAT, "login", "acme", "--json");

      assertEquals(0, login.exitCode(), login::toString);
      assertEquals("pat", Person.json(login.stdout()).getString("type"));
      assertEquals("ada@example.org\n", acme.keyfob().run("whoami", "acme").stdout());
    }

    @Test
    void usePat_afterAKey_replacesItAndSaysSo() {
      acme.piped(ProtectedApi.API_KEY, "login", "acme");

      Result login = acme.piped(ProtectedApi.PAT, "use-pat", "acme", "--json");

      assertEquals("[\"api_key\"]", Person.json(login.stdout()).getJsonArray("cleared").toString());
      assertEquals(ProtectedApi.PAT, acme.token());
    }
  }

  @Nested
  class Bad {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "--api-key | too short                | blanks or characters outside ASCII",
          "--api-key | tiny-key                 | shorter than 12 characters",
          "--api-key | robot-key with blanks    | blanks or characters outside ASCII",
          "--api-key | robot-key-\u001b[31m-0123 | blanks or characters outside ASCII",
          "--api-key | robot-key-with-umlaut-ä  | blanks or characters outside ASCII",
          "--pat     | ghp_0123456789abcdef     | does not start with kfp_",
          "--pat     | kfp_                     | shorter than",
        })
    void login_malformed_isRefusedWithoutARequestOrAnEcho(String how, String key, String reason) {
      int before = acme.api().requests();

      Result login = acme.piped(key, "login", "acme", how);

      assertFails(3, "invalid_credential", login);
      assertTrue(login.stderr().contains(reason), login::toString);
      assertFalse(login.stderr().contains(key), login::toString);
      assertEquals(before, acme.api().requests());
    }

    @Test
    void login_rejected_keepsTheOldCredential() {
      acme.piped(ProtectedApi.API_KEY, "login", "acme");

      Result login = acme.piped("robot-key-unknown-0123", "login", "acme", "--api-key");

      assertFails(3, "invalid_credential", login);
      assertEquals(ProtectedApi.API_KEY, acme.token());
    }

    @Test
    void login_serviceUnreachable_keepsTheKeyWithANote() {
      acme.api().close();

      Result login = acme.piped(ProtectedApi.API_KEY, "login", "acme", "--json");

      assertEquals(0, login.exitCode(), login::toString);
      assertFalse(Person.json(login.stdout()).getBoolean("verified"));
      assertTrue(login.stderr().contains("could not be checked"), login::toString);
      assertEquals(ProtectedApi.API_KEY, acme.token());
    }

    @Test
    void login_keyAsAnArgument_isRefusedWithoutAnEcho() {
      for (String[] typed :
          new String[][] {
            {"login", "--api-key", "robot-key-0123"}, {"login", "acme", "--api-key=robot-key-0123"}
          }) {
        Result login = acme.keyfob().run(typed);

        assertFails(2, "usage", login);
        assertFalse(login.stderr().contains("robot-key"), login::toString);
      }
    }
  }

  /** A login would not help against a variable, which wins over it. */
  @Nested
  class Environment {
    private Result withBadKey(String... arguments) {
      return acme.keyfob().with("ACME_KEY", "robot-key-unknown-0123").run(arguments);
    }

    @Test
    void badKey_inEveryCommand_pointsAtTheVariable() {
      for (String[] command :
          new String[][] {
            {"whoami", "acme"}, {"api", "acme", "/v1/me"}, {"status", "acme", "--json"}
          }) {
        Result result = withBadKey(command);

        assertEquals(3, result.exitCode(), result::toString);
        String said = result.stdout() + result.stderr();
        assertTrue(said.contains("\"hint\":\"unset ACME_KEY\""), result::toString);
        assertFalse(said.contains("keyfob login"), result::toString);
      }
    }

    @Test
    void login_keyInTheEnvironment_warnsThatItWins() {
      Result login =
          acme.keyfob()
              .with("ACME_KEY", ProtectedApi.API_KEY)
              .withInput(ProtectedApi.PAT)
              .run("login", "acme", "--json");

      assertEquals("ACME_KEY", Person.json(login.stdout()).getString("shadowed_by"));
      assertTrue(login.stderr().contains("ACME_KEY is set and takes precedence over this login"));
    }
  }
}
