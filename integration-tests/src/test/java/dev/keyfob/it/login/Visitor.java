package dev.keyfob.it.login;

import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody with an empty home, keyfob, and an identity provider that does as the test says: it has
 * no pages, so that the test is the browser.
 *
 * @param home the home
 * @param keyfob the program in it
 * @param idp the identity provider
 */
record Visitor(Path home, KeyfobProcess keyfob, FakeIdentityProvider idp) implements AutoCloseable {
  static final String PROFILE = "acme";

  private static final Pattern ADDRESS =
      Pattern.compile("(http[^\\s\"]+response_type=code[^\\s\"]*)\"?}?\n");

  /** Moves in, with a profile that logs in by OAuth. */
  static Visitor at(Path home) {
    FakeIdentityProvider idp = FakeIdentityProvider.start();
    Path profiles = home.resolve("keyfob/profiles");
    try {
      Files.createDirectories(profiles);
      Files.writeString(profiles.resolve(PROFILE + ".json"), idp.profile().replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Visitor(home, keyfobAt(home), idp);
  }

  /** The program, with a home of its own and nothing else. */
  static KeyfobProcess keyfobAt(Path home) {
    return KeyfobProcess.atHome(home)
        .with("KEYFOB_HOME", home.resolve("keyfob").toString())
        .with("KEYFOB_STORE", "file")
        .within(Duration.ofMinutes(1));
  }

  /** Starts a login that waits for the browser. */
  Waiting login(String... options) {
    List<String> command = new ArrayList<>(List.of("login", PROFILE, "--oauth", "--no-browser"));
    command.addAll(List.of(options));
    Running running = keyfob.start(command.toArray(String[]::new));
    URI address = URI.create(running.awaitStderr(ADDRESS).group(1));
    return new Waiting(running, address, redirectUri(address));
  }

  private static URI redirectUri(URI address) {
    Matcher matcher = Pattern.compile("redirect_uri=([^&]*)").matcher(address.getRawQuery());
    if (!matcher.find()) {
      throw new AssertionError("no redirect_uri in the authorization request");
    }
    return URI.create(URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8));
  }

  Path document() {
    return home.resolve("keyfob/credentials/" + PROFILE + "/default.json");
  }

  boolean isLoggedIn() {
    return Files.exists(document());
  }

  @Override
  public void close() {
    idp.close();
  }

  /**
   * A login that waits for the browser.
   *
   * @param running the program
   * @param address the authorization request
   * @param redirectUri where the browser comes back to
   */
  record Waiting(Running running, URI address, URI redirectUri) implements AutoCloseable {
    Result result() {
      return running.result();
    }

    @Override
    public void close() {
      running.close();
    }
  }
}
