package dev.keyfob.it.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.api.ProtectedApi;
import dev.keyfob.it.browser.HeadlessBrowser;
import dev.keyfob.it.keycloak.KeycloakServer;
import dev.keyfob.it.keycloak.SharedKeycloak;
import dev.keyfob.it.keycloak.TestRealm;
import dev.keyfob.it.terminal.Terminal;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A person at a terminal over SSH, whose browser is on another machine. */
@ExtendWith(SharedKeycloak.class)
@NeedsTool({"browser", "tmux"})
class PasteLoginIT {
  private static final Pattern ADDRESS = Pattern.compile("(http\\S+response_type=code\\S*)");
  private static final String PROMPT = "Address or code:";

  @Test
  void login_addressPasted_storesTheSession(KeycloakServer keycloak, @TempDir Path home) {
    try (HeadlessBrowser browser = HeadlessBrowser.launch();
        ProtectedApi api = ProtectedApi.start(keycloak.issuer())) {
      Person ada =
          Person.at(home, browser).with(keycloak.issuer(), TestRealm.DEMO_CLIENT, api.address());
      try (Terminal terminal =
          Terminal.start(
              ada.keyfob().with("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22"),
              100,
              "login demo --paste")) {
        String screen = terminal.await(PROMPT);
        URI address =
            URI.create(ADDRESS.matcher(screen).results().findFirst().orElseThrow().group(1));
        URI end = ada.signInElsewhere(address);

        terminal.type("http://127.0.0.1:1/callback?code=stolen&state=forged");
        terminal.press("Enter");
        terminal.await("This is not the address of the page");
        terminal.await(
            shown -> shown.indexOf(PROMPT) < shown.lastIndexOf(PROMPT), "does not ask again");
        terminal.paste(end.toString());
        terminal.press("Enter");

        assertEquals(0, terminal.exitCode());
        assertTrue(terminal.screen().contains("Logged in to demo as ada@example.org"));
        assertEquals("ada@example.org\n", ada.keyfob().run("whoami", "demo").stdout());
      }
    }
  }
}
