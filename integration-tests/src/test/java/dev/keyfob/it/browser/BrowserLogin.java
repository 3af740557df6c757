package dev.keyfob.it.browser;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.it.keycloak.TestRealm;
import dev.keyfob.junit.keycloak.SignInForm;
import java.net.URI;

/** The person at the browser, for scripts: {@code BROWSER=bin/browser-login}. */
public final class BrowserLogin {

  private BrowserLogin() {}

  /**
   * Opens the URL, signs in as the test realm's user and waits until Keycloak sends the browser on:
   * in the machine's Chromium or, without one, over HTTP. With {@code --which}, only says which.
   * The environment variable {@code KEYFOB_IT_BROWSER=none} takes HTTP in any case, which is
   * quicker.
   */
  public static void main(String[] args) {
    if (args.length != 1) {
      System.err.println("usage: browser-login URL|--which");
      System.exit(2);
    }
    if (args[0].equals("--which")) {
      System.out.println(
          HeadlessBrowser.executable()
              .map(browser -> "in a browser without a window, " + browser)
              .orElse("over HTTP, with the form that a browser would show: no Chromium here"));
    } else if (HeadlessBrowser.executable().isPresent()
        && !"none".equals(System.getenv("KEYFOB_IT_BROWSER"))) {
      inChromium(URI.create(args[0]));
    } else {
      SignInForm.complete(URI.create(args[0]), TestRealm.USER, Secret.of(TestRealm.PASSWORD));
    }
  }

  private static void inChromium(URI url) {
    try (HeadlessBrowser browser = HeadlessBrowser.launch()) {
      browser.open(url);
      new KeycloakPages(browser).signIn(TestRealm.USER, TestRealm.PASSWORD);
      browser.awaitLocation(location -> location.getPort() != url.getPort());
    }
  }
}
