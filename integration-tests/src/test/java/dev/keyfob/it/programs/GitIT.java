package dev.keyfob.it.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** git at both ends. */
@NeedsTool({"git", "curl"})
class GitIT {
  private static final String BASIC = "Basic realm=\"forge\"";
  private static final String BEARER = "Bearer realm=\"forge\"";

  @TempDir Path home;
  private Workplace work;
  private GitServer server;

  @BeforeEach
  void moveIn() throws IOException {
    work = Workplace.at(home).with("GIT_TERMINAL_PROMPT", "0").with("GIT_CONFIG_NOSYSTEM", "1");
    Files.writeString(home.resolve(".gitconfig"), "[user]\n\tname = Ada\n\temail = a@b.example\n");
    work.succeed("git", "init", "--quiet", "--bare", "served/repository.git");
    server = new GitServer(home.resolve("served"), List.of(BASIC), authorization -> false);
  }

  @AfterEach
  void stop() {
    server.close();
    work.close();
  }

  private void serve(List<String> challenges, Predicate<String> admits) {
    server.close();
    server = new GitServer(home.resolve("served"), challenges, admits);
  }

  private static String basic(String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString(("oauth2:" + password).getBytes(StandardCharsets.UTF_8));
  }

  private boolean isSession(String authorization) {
    String token =
        authorization.startsWith("Basic ")
            ? new String(
                    Base64.getDecoder().decode(authorization.substring("Basic ".length())),
                    StandardCharsets.UTF_8)
                .substring("oauth2:".length())
            : authorization.substring(Math.min(authorization.length(), "Bearer ".length()));
    return work.idp().accepts(token);
  }

  private Result git(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return work.run(command);
  }

  private void ok(String... arguments) {
    Result result = git(arguments);
    assertEquals(0, result.exitCode(), result::toString);
  }

  /** Reads, writes, and reads what was written. */
  private void thereAndBack() throws IOException {
    ok("clone", "--quiet", server.address() + "/repository.git", "one");
    ok("-C", "one", "commit", "--quiet", "--allow-empty", "--message", "First");
    ok("-C", "one", "push", "--quiet", "origin", "HEAD:main");
    ok("clone", "--quiet", "--branch", "main", server.address() + "/repository.git", "two");
    assertEquals(
        work.succeed("git", "-C", "one", "rev-parse", "HEAD"),
        work.succeed("git", "-C", "two", "rev-parse", "HEAD"));
  }

  private void withSchemes() {
    String version = work.succeed("git", "--version");
    assertTrue(Versions.atLeast(version, 2, 46), version + " knows no schemes");
  }

  @Test
  void setUp_serverThatTakesPasswords_isReadAndWrittenAndUndoneExactly() throws IOException {
    serve(List.of(BASIC), basic(Workplace.PAT)::equals);
    work.withPat(server.address(), "");
    Path settings = home.resolve(".gitconfig");
    String before = Files.readString(settings);

    work.ok("setup", "git", "work");
    thereAndBack();

    assertEquals(List.of(basic(Workplace.PAT)), server.admitted());
    work.ok("setup", "git", "work", "--undo");
    assertEquals(before, Files.readString(settings));
    assertEquals(128, git("-C", "one", "fetch", "--quiet").exitCode());
  }

  @Test
  void fetch_tokenThatTheServerRefuses_isRenewedForTheNextTry() throws IOException {
    serve(List.of(BASIC), this::isSession);
    work.loggedIn(server.address(), "").ok("setup", "git", "work");
    thereAndBack();
    String first = work.ok("token", "work");
    work.idp().expireAccessTokens();

    Result refused = git("-C", "one", "fetch", "--quiet");

    assertEquals(128, refused.exitCode(), refused::toString);
    ok("-C", "one", "fetch", "--quiet");
    assertNotEquals(first, work.ok("token", "work"));
    assertEquals(2, work.idp().tokenRequests());
  }

  @Test
  void clone_hostOfNobody_getsNothing() {
    serve(List.of(BASIC), authorization -> false);
    work.withPat("https://api.example", "");

    Result refused =
        git(
            "-c",
            "credential.helper=!keyfob credential git",
            "clone",
            server.address() + "/repository.git");

    assertEquals(128, refused.exitCode(), refused::toString);
    assertTrue(refused.stderr().contains("could not read Username"), refused::toString);
  }

  @Test
  @Tag("not-in-ci")
  void clone_serverThatTakesBearerOnly_getsIt() throws IOException {
    withSchemes();
    serve(List.of(BEARER), this::isSession);
    work.loggedIn(server.address(), "").ok("setup", "git", "work");

    thereAndBack();

    assertEquals(List.of("Bearer " + work.ok("token", "work").strip()), server.admitted());
  }

  @Test
  @Tag("not-in-ci")
  void fetch_bearerThatTheServerRefuses_isRenewedForTheNextTry() throws IOException {
    withSchemes();
    serve(List.of(BEARER), this::isSession);
    work.loggedIn(server.address(), "").ok("setup", "git", "work");
    thereAndBack();
    work.idp().expireAccessTokens();

    Result refused = git("-C", "one", "fetch", "--quiet");

    assertEquals(128, refused.exitCode(), refused::toString);
    ok("-C", "one", "fetch", "--quiet");
  }

  @Test
  @Tag("not-in-ci")
  void clone_serverThatTakesEither_getsASessionAsBearerAndAKeyAsPassword() throws IOException {
    withSchemes();
    serve(List.of(BASIC, BEARER), sent -> isSession(sent) || sent.equals(basic(Workplace.PAT)));
    work.loggedIn(server.address(), "").ok("setup", "git", "work");
    thereAndBack();
    assertTrue(server.admitted().getFirst().startsWith("Bearer "), server.admitted()::toString);

    Result pat =
        work.keyfob().withInput(Workplace.PAT + "\n").run("login", "work", "--pat", "--no-verify");
    assertEquals(0, pat.exitCode(), pat::toString);
    ok("-C", "one", "fetch", "--quiet");

    assertEquals(basic(Workplace.PAT), server.admitted().getLast());
  }
}
