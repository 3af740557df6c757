package dev.keyfob.it.helpers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real git, and real signals. */
class OtherProgramsIT {
  private static final String TOKEN = "pat_of-the-test";
  private static final String COMMIT = "0123456789012345678901234567890123456789";

  @TempDir Path home;
  private HttpServer forge;
  private KeyfobProcess keyfob;

  @BeforeEach
  void start() throws IOException {
    forge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    forge.createContext("/repository.git/", this::serve);
    forge.createContext("/echo/", OtherProgramsIT::echo);
    forge.start();
    keyfob =
        KeyfobProcess.atHome(home)
            .with("KEYFOB_HOME", home.resolve("keyfob").toString())
            .with("KEYFOB_FORGE_TOKEN", TOKEN);
    Result added =
        keyfob
            .withInput("{\"pat\":{\"prefix\":\"pat_\"},\"apiBaseUri\":\"" + address() + "\"}")
            .run("profile", "import", "-", "--name", "forge");
    assertEquals(0, added.exitCode(), added::toString);
  }

  @AfterEach
  void stop() {
    forge.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + forge.getAddress().getPort();
  }

  /** A repository with one branch, for those who have the token (the protocol is the dumb one). */
  private void serve(HttpExchange exchange) throws IOException {
    String basic =
        Base64.getEncoder().encodeToString(("oauth2:" + TOKEN).getBytes(StandardCharsets.UTF_8));
    boolean known =
        ("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] body =
        (exchange.getRequestURI().getPath().endsWith("/HEAD")
                ? "ref: refs/heads/main\n"
                : COMMIT + "\trefs/heads/main\n")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"forge\"");
    exchange.sendResponseHeaders(known ? 200 : 401, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void echo(HttpExchange exchange) throws IOException {
    String header = exchange.getRequestURI().getPath().substring("/echo/".length());
    byte[] body =
        (exchange.getRequestHeaders().getFirst(header) + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  @NeedsTool("git")
  void git_repositoryBehindALogin_isRead() throws Exception {
    ProcessBuilder git =
        new ProcessBuilder(
                "git",
                "-c",
                "credential.helper=",
                "-c",
                "credential.helper=!" + keyfob.executable() + " credential git",
                "ls-remote",
                address() + "/repository.git")
            .redirectErrorStream(true);
    git.environment().putAll(keyfob.environment());
    git.environment().put("GIT_TERMINAL_PROMPT", "0");
    Process running = git.start();
    String seen = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, running.waitFor(), seen);
    assertTrue(seen.contains(COMMIT + "\trefs/heads/main"), seen);
  }

  @ParameterizedTest
  @CsvSource({"TERM,41", "HUP,42", "INT,43"})
  void exec_signal_reachesTheCommand(String signal, int exitCode) throws Exception {
    try (Running running =
        keyfob.start(
            "exec",
            "forge",
            "--",
            "sh",
            "-c",
            "trap 'exit 41' TERM; trap 'exit 42' HUP; trap 'exit 43' INT;"
                + " echo ready >&2; while true; do sleep 0.05; done")) {
      running.awaitStderr(Pattern.compile("ready"));

      new ProcessBuilder("kill", "-" + signal, Long.toString(running.handle().pid()))
          .start()
          .waitFor();

      assertEquals(exitCode, running.result().exitCode());
    }
  }

  @Test
  void exec_command_hasTheStreams() {
    Result result = keyfob.withInput("hello").run("exec", "forge", "--", "sh", "-c", "cat; exit 5");

    assertEquals("hello", result.stdout());
    assertEquals(5, result.exitCode());
  }

  /** The same keyfob with the token in its store, not in its environment. */
  private KeyfobProcess stored() {
    KeyfobProcess bare = keyfob.with("KEYFOB_FORGE_TOKEN", "").with("KEYFOB_STORE", "file");
    Result login = bare.withInput(TOKEN + "\n").run("login", "forge", "--pat", "--no-verify");
    assertEquals(0, login.exitCode(), login::toString);
    return bare;
  }

  @Test
  @NeedsTool("curl")
  void proxy_aroundACommand_addsTheCredentialWhichTheCommandNeverSees() {
    Result result =
        stored()
            .run(
                "proxy",
                "forge",
                "--",
                "sh",
                "-c",
                "curl -s $KEYFOB_PROXY_URL/echo/authorization; env | grep -c " + TOKEN);

    assertEquals("Bearer " + TOKEN + "\n0\n", result.stdout(), result::toString);
  }

  @Test
  void proxy_stoppedBySignal_givesItsPortBack() throws Exception {
    try (Running running = keyfob.start("proxy", "forge", "--json")) {
      String url = running.awaitStdout(Pattern.compile("\"url\":\"([^\"]+)\"")).group(1);

      running.handle().destroy();

      assertEquals(143, running.result().exitCode());
      int port = URI.create(url).getPort();
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }
  }
}
