package dev.keyfob.it.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.Fixtures;
import dev.keyfob.it.browser.HeadlessBrowser;
import dev.keyfob.it.login.Visitor.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages that a browser shows at the end of a login. Their pictures are kept in {@code
 * target/screenshots}, to be looked at.
 */
@NeedsTool("browser")
class ResultPageIT {
  private static final int DESK = 1280;
  private static final int PHONE = 390;

  private static void photograph(HeadlessBrowser browser, String name) throws IOException {
    Path folder = Fixtures.load().module().resolve("target/screenshots");
    Files.createDirectories(folder);
    for (boolean dark : List.of(false, true)) {
      for (int width : List.of(DESK, PHONE)) {
        browser.look(dark, width, width == DESK ? 800 : 844);
        Path file =
            folder.resolve(
                name + (dark ? "-dark" : "-light") + (width == DESK ? "-desk" : "-phone") + ".png");
        browser.screenshot(file);
        assertTrue(browser.fits(), () -> name + " is wider than " + width + " pixels");
      }
    }
  }

  @Test
  void pages_ofEveryEnding_areReadableOnEveryScreen(@TempDir Path home) throws IOException {
    try (Visitor visitor = Visitor.at(home);
        HeadlessBrowser browser = HeadlessBrowser.launch()) {
      try (Waiting login = visitor.login()) {
        browser.open(login.redirectUri().resolve("/favicon.ico"));
        assertTrue(browser.text().contains("There is nothing here."), browser.text());
        photograph(browser, "stray");

        browser.open(visitor.idp().consent(login.address()));
        assertTrue(browser.text().contains("You are logged in"), browser.text());
        assertEquals(0, login.result().exitCode());
        photograph(browser, "success");
      }
      try (Waiting login = visitor.login()) {
        URI declined = visitor.idp().decline(login.address());
        browser.open(
            URI.create(
                declined
                    + "&error_description=Your+administrator+has+not+allowed+%3Cb%3Eacme-cli%3C/b%3E"
                    + "+for+this+organisation."));
        assertTrue(browser.text().contains("<b>acme-cli</b>"), browser.text());
        assertFalse(browser.text().contains("You are logged in"), browser.text());
        assertEquals(3, login.result().exitCode());
        photograph(browser, "failure");
      }
      List<String> forbidden =
          browser.complaints().stream().filter(c -> c.contains("Content Security Policy")).toList();
      assertEquals(List.of(), forbidden);
    }
  }
}
