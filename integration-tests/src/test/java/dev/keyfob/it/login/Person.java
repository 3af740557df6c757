package dev.keyfob.it.login;

import dev.keyfob.it.browser.HeadlessBrowser;
import dev.keyfob.it.browser.KeycloakPages;
import dev.keyfob.it.keycloak.TestRealm;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Somebody with an empty home, keyfob and a browser.
 *
 * @param home the home
 * @param keyfob the program in it
 * @param browser the browser, with nobody signed in
 */
record Person(Path home, KeyfobProcess keyfob, HeadlessBrowser browser) {
  static final String PROFILE = "demo";

  private static final Pattern ADDRESS =
      Pattern.compile("(http[^\\s\"]+response_type=code[^\\s\"]*)");

  static Person at(Path home, HeadlessBrowser browser) {
    KeyfobProcess keyfob =
        KeyfobProcess.atHome(home)
            .with("KEYFOB_HOME", home.resolve("keyfob").toString())
            .with("KEYFOB_STORE", "file")
            .within(Duration.ofMinutes(2));
    browser.forgetCookies();
    return new Person(home, keyfob, browser);
  }

  /** Adds the profile that everything here is about. */
  Person with(URI issuer, String client, URI api) {
    Result added =
        keyfob.run(
            "profile",
            "add",
            PROFILE,
            "--issuer",
            issuer.toString(),
            "--client-id",
            client,
            "--api",
            api.toString());
    if (added.exitCode() != 0) {
      throw new AssertionError(added.toString());
    }
    return this;
  }

  KeycloakPages pages() {
    return new KeycloakPages(browser);
  }

  /** Starts a login and opens its address, which leaves the browser at Keycloak's form. */
  Running startLogin(String... options) {
    String[] command = new String[4 + options.length];
    command[0] = "login";
    command[1] = PROFILE;
    command[2] = "--oauth";
    command[3] = "--no-browser";
    System.arraycopy(options, 0, command, 4, options.length);
    Running login = keyfob.start(command);
    browser.open(URI.create(login.awaitStderr(ADDRESS).group(1)));
    return login;
  }

  /** Logs in, start to end. */
  Result login() {
    try (Running login = startLogin("--json")) {
      pages().signIn(TestRealm.USER, TestRealm.PASSWORD);
      return login.result();
    }
  }

  /** Goes through Keycloak's form, and gives the address that it does not answer at the end. */
  URI signInElsewhere(URI address) {
    browser.open(address);
    return browser.requestedBy(
        () -> pages().signIn(TestRealm.USER, TestRealm.PASSWORD),
        location -> "127.0.0.1".equals(location.getHost()));
  }

  /** Types a device's code, signs in and consents. */
  void confirmDevice(URI address, String userCode) {
    pages().enterDeviceCode(address, userCode);
    pages().signIn(TestRealm.USER, TestRealm.PASSWORD);
    pages().grantConsent();
    pages().deviceMessage();
  }

  Path document() {
    return home.resolve("keyfob/credentials/" + PROFILE + "/default.json");
  }

  JsonObject stored() {
    try {
      return json(Files.readString(document()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
