package dev.keyfob.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that nobody may see, looked for in everything that is printed. */
class CanaryTests {
  private static final String ACCESS = "canary-access-token-4711";
  private static final String REFRESH = "canary-refresh-token-4712";
  private static final String KEY = "canary-key-4713";

  @TempDir Path home;
  private Stage stage;

  @BeforeEach
  void storeCanaries() {
    stage = new Stage(home);
    stage
        .store()
        .given(
            AccountKey.of("acme"),
            """
            {"oauth":{"access_token":"%s","refresh_token":"%s","expires_at":"2026-03-01T13:00:00Z"}}
            """
                .formatted(ACCESS, REFRESH));
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private static void assertNoCanary(Stage.Outcome outcome) {
    assertFalse((outcome.out() + outcome.err()).contains("canary"), outcome::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status acme --explain --offline",
        "status acme --explain --json",
        "whoami acme",
        "refresh acme",
        "refresh acme --json",
        "api acme /me",
        "api acme /me -i",
        "logout acme",
        "profile show acme",
        "account list acme",
        "store seal acme",
        "store migrate acme --to nowhere",
        "plugins",
        "token acme --bogus",
        "token acme --format bogus",
        "help token"
      })
  void anyOtherCommand_mostVerbosely_showsNoSecret(String command) {
    for (String how : List.of("renewed", "dead", "down")) {
      assertNoCanary(stage.renewalEnds(how).run(command + " --verbose"));
      assertNoCanary(stage.run("--json -v " + command));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"login acme --api-key -v", "login acme -v", "login acme --pat --json -v"})
  void login_rejectedKey_isNotShown(String command) {
    Stage.Outcome outcome = stage.run(command, KEY + "\n");
    assertEquals(3, outcome.code(), outcome::toString);
    assertNoCanary(outcome);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login acme --api-key=" + KEY,
        "login --api-key " + KEY,
        "login --pat " + KEY,
        "use-pat " + KEY,
        "use-pat --pat=" + KEY
      })
  void login_keyAsAnArgument_isRefusedAndNotRepeated(String command) {
    Stage.Outcome outcome = stage.run(command);
    assertEquals(2, outcome.code(), outcome::toString);
    assertNoCanary(outcome);
  }

  @Test
  void token_faultWhileRenewing_showsNoSecret() {
    stage
        .oauth()
        .renewing(
            session -> {
              throw new IllegalStateException(REFRESH);
            });
    Stage.Outcome outcome = stage.run("token acme --refresh --verbose");
    assertEquals(1, outcome.code(), outcome::toString);
    assertNoCanary(outcome);
  }

  @Test
  void token_asked_isTheOnlyOneThatShowsIt() {
    stage.session(ACCESS, "default", Duration.ofHours(1));
    assertTrue(stage.run("token acme").out().contains(ACCESS));
    assertFalse(stage.run("token acme --json").out().contains(REFRESH));
  }
}
