package dev.keyfob.it.browser;

import dev.keyfob.it.keycloak.TestRealm;
import java.net.URI;

/** The person at the browser, for scripts: {@code BROWSER=bin/browser-login}. */
public final class BrowserLogin {

  private BrowserLogin() {}

  /**
   * Opens the URL, signs in as the test realm's user and waits until Keycloak sends the browser on.
   */
  public static void main(String[] args) {
    if (args.length != 1) {
      System.err.println("usage: browser-login URL");
      System.exit(2);
    }
    URI url = URI.create(args[0]);
    try (HeadlessBrowser browser = HeadlessBrowser.launch()) {
      browser.open(url);
      new KeycloakPages(browser).signIn(TestRealm.USER, TestRealm.PASSWORD);
      browser.awaitLocation(location -> location.getPort() != url.getPort());
    }
  }
}
