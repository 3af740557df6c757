package dev.keyfob.it.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keyfob.it.Fixtures;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in {@code docs/examples/embedding}, compiled and run as modules beside keyfob's. */
class EmbeddingIT {
  @TempDir static Path compiled;
  private static HttpServer api = start();

  @TempDir Path directory;
  private PluginHome home = new PluginHome(Path.of(""));

  @BeforeAll
  static void compile() throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-Xlint:all,-path",
                "-Werror",
                "-p",
                KeyfobModules.compileTimePath(),
                "-d",
                compiled.toString()));
    try (Stream<Path> files =
        Files.walk(Fixtures.load().root().resolve("docs/examples/embedding"))) {
      files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
    }
    StringWriter said = new StringWriter();
    int code =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(new PrintWriter(said), new PrintWriter(said), arguments.toArray(String[]::new));
    assertEquals(0, code, said::toString);
  }

  @AfterAll
  static void stop() {
    api.stop(0);
  }

  @BeforeEach
  void makeHome() throws IOException {
    home = PluginHome.in(directory.resolve("home"));
    home.profile(
        "acme",
        "{'apiBaseUri': '%s', 'apiKey': {'header': 'X-Key'}, 'environment': {'apiKey': ['ACME_KEY']}}"
            .formatted(address()));
  }

  /** Answers with the path and the key that it was asked with. */
  private static HttpServer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", EmbeddingIT::echo);
      server.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void echo(HttpExchange exchange) throws IOException {
    try (exchange) {
      String seen =
          exchange.getRequestURI().getPath() + " " + exchange.getRequestHeaders().getFirst("X-Key");
      byte[] body = seen.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String address() {
    return "http://127.0.0.1:" + api.getAddress().getPort();
  }

  private Result run(Map<String, String> environment, List<Path> modules, String... arguments) {
    KeyfobProcess java =
        new KeyfobProcess(
                Path.of(System.getProperty("java.home"), "bin/java"),
                directory,
                environment,
                "",
                Duration.ofSeconds(60))
            .with("KEYFOB_HOME", home.directory().toString());
    List<String> path =
        new ArrayList<>(List.of(KeyfobModules.folder().toString(), compiled.toString()));
    modules.forEach(module -> path.add(module.toString()));
    List<String> line =
        new ArrayList<>(
            List.of(
                "-XX:TieredStopAtLevel=1",
                "-p",
                String.join(File.pathSeparator, path),
                "-m",
                "com.example.embedding/com.example.embedding." + arguments[0]));
    line.addAll(List.of(arguments).subList(1, arguments.length));
    return java.run(line.toArray(String[]::new));
  }

  private Result runWithKey(String... arguments) {
    return run(Map.of("ACME_KEY", "key-0123456789"), List.of(), arguments);
  }

  private static void assertPrints(String stdout, Result result) {
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(stdout, result.stdout(), result::toString);
    assertEquals("", result.stderr(), result::toString);
  }

  @Nested
  class Examples {
    @Test
    void callAnApi_sendsTheCredential() {
      assertPrints("/me key-0123456789\n", runWithKey("CallAnApi", "acme", "/me"));
    }

    @Test
    void concurrently_sendsThemAll() {
      assertPrints("200\n200\n200\n", runWithKey("Concurrently", "acme", "/a", "/b", "/c"));
    }

    @Test
    void ownClient_sendsTheCredential() {
      assertPrints("/me key-0123456789\n", runWithKey("OwnClient", "acme", "/me"));
    }

    @Test
    void ownStore_actsForEachOfItsUsers() {
      assertPrints("/me key-of-ada\n/me key-of-bob\n", runWithKey("OwnStore", address(), "/me"));
    }

    @Test
    void inCi_withAKey_saysWhereItIsFrom() {
      assertPrints("api_key from ACME_KEY\n", runWithKey("InCi", "acme"));
    }

    @Test
    void inCi_withoutOne_endsWithTheCodeForALogin() {
      Result result = run(Map.of(), List.of(), "InCi", "acme");

      assertEquals(3, result.exitCode(), result::toString);
      assertEquals("", result.stdout(), result::toString);
      assertTrue(result.stderr().contains("keyfob login acme"), result::toString);
    }
  }

  @Nested
  class PluginOnTheModulePath {
    private final KeyPair keys = SamplePlugin.keys();

    @Test
    void isFoundByTheProgramAndSignsItsRequests() throws IOException {
      try (SignedApi signed = SignedApi.start(keys.getPublic())) {
        home.profile(
            "signed",
            "{'apiBaseUri': '%s', 'signature': {}, 'environment': {'signature': ['SIGNING_KEY']}}"
                .formatted(signed.address()));

        Result result =
            run(
                Map.of("SIGNING_KEY", SamplePlugin.text(keys)),
                List.of(SamplePlugin.jar()),
                "CallAnApi",
                "signed",
                "/v1/things");

        assertEquals(0, result.exitCode(), result::toString);
        assertEquals(List.of("signed"), signed.verdicts());
      }
    }

    @Test
    void thatIsNotThere_isMissedByName() throws IOException {
      home.profile("signed", "{'signature': {}, 'environment': {'signature': ['SIGNING_KEY']}}");

      Result result =
          run(Map.of("SIGNING_KEY", SamplePlugin.text(keys)), List.of(), "InCi", "signed");

      assertTrue(result.exitCode() != 0, result::toString);
      assertTrue(
          result
              .stderr()
              .contains("No provider is installed for credentials of the type signature."),
          result::toString);
    }
  }
}
