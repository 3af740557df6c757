package dev.keyfob.it.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.auth.testkit.RawClient;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.terminal.Terminal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins in the browser, begun at a terminal where none can be opened. */
@NeedsTool("tmux")
class TerminalLoginIT {
  private static final Pattern ADDRESS = Pattern.compile("(http\\S+response_type=code\\S*)");

  private Visitor visitor;

  @BeforeEach
  void moveIn(@TempDir Path home) {
    visitor = Visitor.at(home);
  }

  @AfterEach
  void moveOut() {
    visitor.close();
  }

  private Terminal login(KeyfobProcess keyfob) {
    return Terminal.start(keyfob, 120, "login acme --oauth");
  }

  private static URI address(Terminal terminal) {
    String screen = terminal.await(shown -> ADDRESS.matcher(shown).find(), "shows no address");
    return URI.create(ADDRESS.matcher(screen).results().findFirst().orElseThrow().group(1));
  }

  @Test
  void login_underSsh_failsAtOnceAndNamesWhatWorks() {
    try (Terminal terminal =
        login(visitor.keyfob().with("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22"))) {
      assertEquals(3, terminal.exitCode());
      String screen = terminal.screen();
      assertTrue(screen.contains("this is an SSH session"), screen);
      assertTrue(screen.contains("keyfob login acme --device"), screen);
      assertTrue(screen.contains("keyfob login acme --paste"), screen);
      assertFalse(ADDRESS.matcher(screen).find(), screen);
    }
  }

  @Test
  void login_noBrowserWanted_waitsForThePersonToOpenTheAddress() throws IOException {
    try (Terminal terminal = login(visitor.keyfob().with("KEYFOB_NO_BROWSER", "1"))) {
      // An address of hundreds of characters says nothing by itself.
      String screen = terminal.await("Waiting for the browser");
      assertTrue(screen.contains("open this address"), screen);
      assertTrue(screen.contains("Ctrl-C cancels."), screen);
      URI genuine = visitor.idp().consent(address(terminal));
      String page =
          RawClient.exchange(
              genuine,
              "GET",
              genuine.getRawPath() + "?" + genuine.getRawQuery(),
              genuine.getAuthority(),
              "");
      assertTrue(page.contains("You are logged in"), page);
      assertEquals(0, terminal.exitCode());
      assertTrue(visitor.isLoggedIn());
    }
  }

  @Test
  void login_interruptedWhileItWaits_endsWith130AndLeavesNothingOpen() {
    try (Terminal terminal = login(visitor.keyfob().with("KEYFOB_NO_BROWSER", "1"))) {
      URI redirect = visitor.idp().consent(address(terminal));
      terminal.press("C-c");
      assertEquals(130, terminal.exitCode());
      assertThrows(ConnectException.class, () -> new RawClient(redirect).close());
    }
  }
}
