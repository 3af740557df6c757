package dev.keyfob.it.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.process.Result;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without a terminal nothing waits: what would hang fails here after seconds. */
class NobodyThereIT {
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  private Visitor visitor;

  @BeforeEach
  void moveIn(@TempDir Path home) {
    Visitor moved = Visitor.at(home);
    visitor = new Visitor(home, moved.keyfob().within(AT_ONCE), moved.idp());
  }

  @AfterEach
  void moveOut() {
    visitor.close();
  }

  private static String hint(Result result) {
    assertEquals(3, result.exitCode(), result::toString);
    var error = Person.json(result.stderr()).getJsonObject("error");
    assertEquals("not_interactive", error.getString("code"));
    return error.getString("hint");
  }

  @Test
  void login_methodNotSaid_namesWhatWorks() {
    assertEquals(
        "keyfob login acme --device\nkeyfob login acme --start",
        hint(visitor.keyfob().run("login", "acme")));
  }

  @ParameterizedTest
  @CsvSource({
    "SSH_CONNECTION, 10.0.0.1 5 10.0.0.2 22, this is an SSH session",
    "container, docker, this is a container",
    "BROWSER, none, BROWSER is none",
    "KEYFOB_NO_BROWSER, 1, KEYFOB_NO_BROWSER is set",
  })
  void loginOAuth_headless_failsBeforeAnyRequest(String variable, String value, String why) {
    Result login = visitor.keyfob().with(variable, value).run("login", "acme", "--oauth");

    String hint = hint(login);
    assertTrue(login.stderr().contains(why), login::toString);
    assertTrue(hint.contains("keyfob login acme --device"), hint);
    assertTrue(hint.contains("keyfob login acme --start"), hint);
    assertEquals(0, visitor.idp().requests("/.well-known/openid-configuration").size());
  }

  /** The test itself may run in a container, which is a reason too. */
  @Test
  void loginOAuth_noDisplay_failsAtOnce() {
    assertTrue(hint(visitor.keyfob().run("login", "acme", "--oauth")).contains("--device"));
  }

  @Test
  void loginPaste_noTerminal_pointsAtTwoSteps() {
    assertEquals(
        "keyfob login acme --paste --start",
        hint(visitor.keyfob().run("login", "acme", "--paste")));
  }

  @Test
  void loginOAuth_browserNamed_isGivenTheAddressAsItsOneArgument() throws Exception {
    Path opened = visitor.home().resolve("opened");
    Path browser =
        Files.createFile(
            visitor.home().resolve("my browser"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(
        browser,
        "#!/bin/sh\necho \"$#\" >'" + opened + "'\nprintf '%s' \"$1\" >>'" + opened + "'\n");

    Result login =
        visitor
            .keyfob()
            .with("BROWSER", browser.toString())
            .run("login", "acme", "--oauth", "--timeout", "2s");

    assertEquals(4, login.exitCode(), login::toString);
    String[] lines = Files.readString(opened).split("\n", 2);
    assertEquals("1", lines[0]);
    assertTrue(login.stderr().contains(lines[1]), login::toString);
    assertEquals(URI.create(visitor.idp().issuer()).getPort(), URI.create(lines[1]).getPort());
  }

  @Test
  void loginOAuth_plantedLauncher_isNotRun(@TempDir Path work) throws Exception {
    Path planted =
        Files.createFile(
            work.resolve("xdg-open"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(planted, "#!/bin/sh\ntouch run\n");

    visitor
        .keyfob()
        .in(work)
        .with("DISPLAY", ":99")
        .with("PATH", ".::/usr/bin:/bin")
        .run("login", "acme", "--oauth", "--timeout", "1s");

    assertFalse(Files.exists(work.resolve("run")), "the working directory's xdg-open was run");
  }
}
