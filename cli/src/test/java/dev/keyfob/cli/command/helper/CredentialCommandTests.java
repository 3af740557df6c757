package dev.keyfob.cli.command.helper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.cli.Stage;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialCommandTests {
  @TempDir Path home;
  private Stage stage;

  @BeforeEach
  void setUp() {
    stage =
        new Stage(home)
            .file(
                "profiles/forge.json",
                """
                {"apiBaseUri":"https://api.forge.example","credentialHosts":["forge.example:8443"],
                 "pat":{"prefix":"pat_"},"oauth":{"issuer":"https://id.example","clientId":"c"}}
                """)
            .env("KEYFOB_FORGE_TOKEN", "pat_12345678");
  }

  @AfterEach
  void tearDown() {
    stage.close();
  }

  @Nested
  class Git {
    private Stage.Outcome get(String host) {
      return stage.run("credential git get", "protocol=https\nhost=" + host + "\n\n");
    }

    @Test
    void get_hostOfTheApi_isAnswered() {
      assertEquals("username=oauth2\npassword=pat_12345678\n", get("api.forge.example").out());
    }

    @Test
    void get_hostThatTheProfileLists_isAnswered() {
      assertTrue(get("forge.example:8443").out().contains("password=pat_12345678"));
    }

    @Test
    void get_userNamed_isAnsweredForThatUser() {
      String out =
          stage
              .run(
                  "credential git forge get",
                  "protocol=https\nhost=api.forge.example\nusername=ada\n")
              .out();

      assertEquals("username=ada\npassword=pat_12345678\n", out);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "evil.example",
          "forge.example",
          "forge.example:443",
          "api.forge.example.evil.example",
          "api.forge.example.",
          "api.forge.example@evil.example",
          "x@api.forge.example",
          ""
        })
    void get_anotherHost_getsNothing(String host) {
      Stage.Outcome outcome = get(host);

      assertEquals("", outcome.out());
      assertEquals(0, outcome.code());
      assertEquals(
          "", stage.run("credential git forge get", "protocol=https\nhost=" + host + "\n").out());
    }

    @Test
    void get_plainHttp_getsNothing() {
      assertEquals(
          "",
          stage.run("credential git forge get", "protocol=http\nhost=api.forge.example\n").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"host=a\rpassword=b\n", "host\n", "=x\n"})
    void get_linesThatAreNone_areAUsageError(String input) {
      assertEquals(2, stage.run("credential git get", input).code());
    }

    @Test
    void get_session_tellsWhenItEnds() {
      stage.session("at-1", "default", Duration.ofHours(1));

      String out =
          stage.run("credential git acme get", "url=" + stage.api().uri("/repo.git") + "\n").out();

      assertEquals(
          "username=oauth2\npassword=at-1\npassword_expiry_utc="
              + Stage.NOW.plus(Duration.ofHours(1)).getEpochSecond()
              + "\n",
          out);
    }

    @Test
    void erase_ofTheTokenInUse_renewsIt() {
      stage.session("at-1", "default", Duration.ofHours(1)).renewalEnds("renewed");
      String address = "url=" + stage.api().uri("/") + "\n";

      assertEquals(0, stage.run("credential git acme erase", address + "password=at-1\n").code());

      assertTrue(stage.run("token acme").out().contains("at-renewed"));
    }

    @Test
    void erase_ofAnotherPassword_changesNothing() {
      stage.session("at-1", "default", Duration.ofHours(1)).renewalEnds("dead");
      String address = "url=" + stage.api().uri("/") + "\n";

      assertEquals(0, stage.run("credential git acme erase", address + "password=at-0\n").code());

      assertTrue(stage.run("token acme").out().contains("at-1"));
    }

    @Test
    void get_notLoggedIn_saysWhatToDo() {
      Stage.Outcome outcome =
          stage.run("credential git acme get", "url=" + stage.api().uri("/") + "\n");

      assertEquals(3, outcome.code());
      assertTrue(outcome.err().contains("keyfob login acme"), outcome.err());
    }
  }

  @Nested
  class Docker {
    @ParameterizedTest
    @ValueSource(strings = {"api.forge.example", "https://api.forge.example/v1/"})
    void get_registryOfTheProfile_isAnswered(String server) {
      assertEquals(
          "{\"ServerURL\":\"%s\",\"Username\":\"oauth2\",\"Secret\":\"pat_12345678\"}\n"
              .formatted(server),
          stage.run("credential docker get", server + "\n").out());
    }

    @Test
    void get_anotherRegistry_isNotFound() {
      Stage.Outcome outcome =
          stage.run("credential docker get", "https://registry.nobody.example/v2/");

      assertEquals(1, outcome.code());
      assertEquals("credentials not found in native keychain\n", outcome.out());
    }

    @Test
    void store_isRefused() {
      Stage.Outcome outcome =
          stage.run("credential docker store", "{\"Secret\":\"hunter2-hunter2\"}");

      assertEquals(2, outcome.code());
      assertFalse(outcome.err().contains("hunter2"));
    }

    @Test
    void list_isEmpty() {
      assertEquals("{}\n", stage.run("credential docker list").out());
    }
  }

  @Test
  void kubectl_printsAnExecCredential() {
    assertTrue(stage.run("credential kubectl forge").out().contains("\"token\":\"pat_12345678\""));
  }

  @Test
  void hosts_malformed_areRefused() {
    stage.file("profiles/forge.json", "{\"credentialHosts\":[\"https://a/b\"]}");

    assertEquals(2, stage.run("credential git forge get", "url=https://a/\n").code());
  }
}
