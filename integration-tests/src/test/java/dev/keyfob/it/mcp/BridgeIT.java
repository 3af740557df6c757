package dev.keyfob.it.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.Fixtures;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bridges as agents start them: any number of programs with one session. */
class BridgeIT {
  private static final int BRIDGES = 64;
  private static final String REQUEST =
      "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"tools/list\",\"params\":{}}";
  private static final String ANSWER =
      "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"result\":{\"ok\":true}}\n";

  @TempDir Path home;
  private final McpStandIn server = McpStandIn.start();
  private final List<Running> running = new ArrayList<>();
  private KeyfobProcess keyfob;

  @BeforeEach
  void addProfile() {
    Path browser = Fixtures.load().module().resolve("src/test/resources/mcp/browser");
    keyfob =
        KeyfobProcess.atHome(home)
            .with("KEYFOB_HOME", home.resolve("keyfob").toString())
            .with("KEYFOB_STORE", "file")
            .with("BROWSER", browser.toString());
    ok("profile", "add", "files", "--mcp", server.address());
  }

  @AfterEach
  void stop() {
    running.forEach(Running::close);
    server.close();
  }

  private Result ok(String... arguments) {
    Result result = keyfob.run(arguments);
    assertEquals(0, result.exitCode(), result::toString);
    return result;
  }

  private Result bridge() {
    return keyfob.withInput(REQUEST + "\n").run("mcp", "files");
  }

  private Path document() {
    return home.resolve("keyfob/credentials/files/default.json");
  }

  private void expire() {
    try {
      String text = Files.readString(document());
      Files.writeString(
          document(),
          text.replaceAll(
              "\"expires_at\"\\s*:\\s*\"[^\"]+\"", "\"expires_at\":\"2020-01-01T00:00:00Z\""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts bridges, whose one renewal is answered once all of them have had time to ask. */
  private void renewTogether(int bridges, Duration wait) throws InterruptedException {
    ok("login", "files", "--oauth");
    expire();
    CountDownLatch release = new CountDownLatch(1);
    server.beforeRenewal(() -> await(release));
    for (int i = 0; i < bridges; i++) {
      running.add(
          keyfob.withInput(REQUEST + "\n").within(Duration.ofMinutes(3)).start("mcp", "files"));
    }
    Thread.sleep(wait);
    release.countDown();
    for (Running one : running) {
      Result result = one.result();
      assertEquals(ANSWER, result.stdout(), result::toString);
      assertEquals("", result.stderr(), result::toString);
      assertEquals(0, result.exitCode(), result::toString);
    }
    assertEquals(1, server.count("renew"));
    assertEquals(1, server.count("authorize"));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(2, TimeUnit.MINUTES));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void mcp_manyBridgesAndOneExpiredSession_makeOneRequestAndAllAreAnswered()
      throws InterruptedException {
    renewTogether(BRIDGES, Duration.ofSeconds(10));
  }

  @Test
  void mcp_serverThatTakesHalfAMinute_isStillAskedOnce() throws InterruptedException {
    renewTogether(8, Duration.ofSeconds(33));
  }

  @Test
  void mcp_nobodyLoggedIn_namesTheCommandAndOpensNoBrowser() {
    Result result = bridge();

    assertEquals(0, result.exitCode(), result::toString);
    assertTrue(
        result.stdout().contains("\"id\":\"q\",\"error\":{\"code\":-32001"), result::toString);
    assertTrue(result.stdout().contains("keyfob login files"), result::toString);
    assertEquals(0, server.count("authorize"));
    assertEquals(0, server.count("register"));
  }

  @Test
  void mcp_loginInTwoPhasesMeanwhile_worksWithoutARestart() throws IOException {
    Process process = start("mcp", "files");
    try (Writer in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        BufferedReader out = process.inputReader()) {
      assertTrue(ask(in, out).contains("keyfob login files"));

      Result started = ok("login", "files", "--paste", "--start");
      String ended = follow(value(started.stdout(), "verification_uri"));
      Result finished =
          keyfob
              .withInput(ended + "\n")
              .run("login", "--finish", value(started.stdout(), "ticket"));
      assertEquals(0, finished.exitCode(), finished::toString);

      assertEquals(ANSWER.strip(), ask(in, out));
    } finally {
      process.destroy();
    }
  }

  @Test
  void mcp_registrationGoneAtTheServer_isAskedOnceAndALoginRegistersAnew() {
    ok("login", "files", "--oauth");
    expire();
    server.forgetClients();

    assertTrue(bridge().stdout().contains("keyfob login files"));
    assertTrue(bridge().stdout().contains("keyfob login files"));
    assertEquals(1, server.count("renew"));

    server.learnClients();
    ok("login", "files", "--oauth");
    assertEquals(2, server.count("register"));
    assertEquals(ANSWER, bridge().stdout());
  }

  @Test
  void login_again_usesTheClientThatIsRegistered() {
    ok("login", "files", "--oauth");
    ok("login", "files", "--oauth");

    assertEquals(1, server.count("register"));
  }

  @Test
  void mcp_moreScopeNeeded_namesTheCommandWithAllScopes() {
    ok("login", "files", "--oauth");
    server.needing("write");

    Result result = bridge();

    assertTrue(
        result.stdout().contains("keyfob login files --scope read --scope write"),
        result::toString);
    assertEquals(1, server.count("authorize"));
  }

  @Test
  void mcp_loginAllowed_opensOneBrowserForManyBridges() {
    KeyfobProcess asking = keyfob.withInput(REQUEST + "\n").within(Duration.ofMinutes(2));
    for (int i = 0; i < 6; i++) {
      running.add(asking.start("mcp", "files", "--login"));
    }

    for (Running one : running) {
      Result result = one.result();
      assertEquals(ANSWER, result.stdout(), result::toString);
    }
    assertEquals(1, server.count("authorize"));
  }

  @Test
  void mcp_lineThatIsNoMessage_isAnsweredAndTheNextOneWorks() {
    ok("login", "files", "--oauth");

    Result result = keyfob.withInput("nonsense\n" + REQUEST + "\n").run("mcp", "files");

    assertTrue(result.stdout().contains("-32700"), result::toString);
    assertTrue(result.stdout().contains(ANSWER), result::toString);
  }

  @Test
  void profileShow_clientThatIsRegistered_isNotPartOfIt() {
    ok("login", "files", "--oauth");

    assertFalse(ok("profile", "show", "files").stdout().contains("secret"));
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(keyfob.executable().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(keyfob.environment());
    return builder.start();
  }

  private static String ask(Writer in, BufferedReader out) throws IOException {
    in.write(REQUEST + "\n");
    in.flush();
    return Objects.requireNonNull(out.readLine(), "the bridge has ended");
  }

  /** Where a browser would end. */
  private static String follow(String address) throws IOException {
    Process curl =
        new ProcessBuilder(
                "curl",
                "--silent",
                "--output",
                "/dev/null",
                "--write-out",
                "%{redirect_url}",
                address)
            .start();
    return new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String value(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
    assertTrue(matcher.find(), json);
    return Objects.requireNonNull(matcher.group(1));
  }
}
