package dev.keyfob.it.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;

/**
 * A home with keyfob on the {@code PATH}, and an identity provider at which everybody consents at
 * once. The profile is called {@code work}.
 *
 * @param home the home
 * @param idp the identity provider
 * @param keyfob the program in it
 */
record Workplace(Path home, FakeIdentityProvider idp, KeyfobProcess keyfob)
    implements AutoCloseable {
  /** A personal access token. */
  static final String PAT = "pat_of-the-test";

  static Workplace at(Path home) {
    FakeIdentityProvider idp = FakeIdentityProvider.start();
    idp.answering(
        "/authorize",
        request ->
            Reply.empty(302)
                .with(
                    "Location", idp.consent(idp.uri("/authorize?" + request.query())).toString()));
    KeyfobProcess keyfob = KeyfobProcess.atHome(home);
    String bin = Objects.requireNonNull(keyfob.executable().getParent()).toString();
    return new Workplace(
        home,
        idp,
        keyfob
            .with("KEYFOB_HOME", home.resolve("keyfob").toString())
            .with("KEYFOB_STORE", "file")
            .with("BROWSER", script(home.resolve("browser"), "exec curl -fsSLo /dev/null \"$1\""))
            .with("PATH", bin + File.pathSeparator + keyfob.environment().get("PATH"))
            .within(Duration.ofMinutes(2)));
  }

  /** Writes a shell script, and tells where it is. */
  static String script(Path file, String body) {
    try {
      Files.writeString(file, "#!/bin/sh\n" + body + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toString();
  }

  Workplace with(String variable, String value) {
    return new Workplace(home, idp, keyfob.with(variable, value));
  }

  /** With a folder of programs that come before all others. */
  Workplace first(Path bin) {
    return with("PATH", bin + File.pathSeparator + keyfob.environment().get("PATH"));
  }

  /** Adds the profile, with a session. */
  Workplace loggedIn(String api, String more) {
    add(
        """
        {"name": "work", "apiBaseUri": "%s", %s "pat": {},
         "oauth": {"issuer": "%s", "clientId": "%s", "scopes": ["openid", "email"]}}
        """
            .formatted(api, more, idp.issuer(), FakeIdentityProvider.CLIENT_ID));
    ok("login", "work", "--oauth");
    return this;
  }

  /** Adds the profile, with {@link #PAT}. */
  Workplace withPat(String api, String more) {
    add("{\"name\": \"work\", %s \"apiBaseUri\": \"%s\", \"pat\": {}}".formatted(more, api));
    Result login = keyfob.withInput(PAT + "\n").run("login", "work", "--pat", "--no-verify");
    assertEquals(0, login.exitCode(), login::toString);
    return this;
  }

  private void add(String profile) {
    Result added = keyfob.withInput(profile).run("profile", "import", "-");
    assertEquals(0, added.exitCode(), added::toString);
  }

  /** Runs keyfob, which has to succeed, and tells what it prints. */
  String ok(String... arguments) {
    Result result = keyfob.run(arguments);
    assertEquals(0, result.exitCode(), result::toString);
    return result.stdout();
  }

  /** Another program's name and first arguments come first among the arguments of a run. */
  KeyfobProcess programs() {
    return new KeyfobProcess(
        Path.of("/usr/bin/env"), home, keyfob.environment(), "", keyfob.timeout());
  }

  /** Runs another program. */
  Result run(String... command) {
    return programs().run(command);
  }

  /** Runs another program, which has to succeed, and tells what it prints. */
  String succeed(String... command) {
    Result result = run(command);
    assertEquals(0, result.exitCode(), result::toString);
    return result.stdout();
  }

  @Override
  public void close() {
    idp.close();
  }
}
