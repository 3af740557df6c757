package dev.keyfob.it.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyfob.it.Fixtures;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The official test suite for clients of the Model Context Protocol: every authorization scenario
 * that counts, on both revisions of the wire, through the bridge and a host of our own.
 */
class ConformanceIT {
  private static final String OLD = "2025-11-25";
  private static final String NEW = "2026-07-28";

  private static final List<String> BOTH =
      List.of(
          "metadata-default",
          "metadata-var1",
          "metadata-var2",
          "metadata-var3",
          "basic-cimd",
          "scope-from-www-authenticate",
          "scope-from-scopes-supported",
          "scope-omitted-when-undefined",
          "scope-step-up",
          "scope-retry-limit",
          "token-endpoint-auth-basic",
          "token-endpoint-auth-post",
          "token-endpoint-auth-none",
          "pre-registration");

  private static final List<String> NEW_ONLY =
      List.of(
          "resource-mismatch",
          "offline-access-scope",
          "offline-access-not-supported",
          "authorization-server-migration",
          "iss-supported",
          "iss-not-advertised",
          "iss-supported-missing",
          "iss-wrong-issuer",
          "iss-unexpected",
          "iss-normalized",
          "metadata-issuer-mismatch");

  @TempDir Path home;

  static Stream<Arguments> scenarios() {
    Stream<Arguments> old = BOTH.stream().map(name -> Arguments.of(OLD, name));
    return Stream.concat(
        old, Stream.concat(BOTH.stream(), NEW_ONLY.stream()).map(name -> Arguments.of(NEW, name)));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void scenario_ofTheOfficialSuite_passes(String revision, String scenario) {
    Path cache =
        Path.of(
            Objects.requireNonNullElse(
                System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home") + "/.cache"),
            "keyfob");
    Path node = cache.resolve("hyperframes/node/bin/node");
    Path suite =
        cache.resolve("mcp-suite/node_modules/@modelcontextprotocol/conformance/dist/index.js");
    boolean there = Files.isExecutable(node) && Files.exists(suite);
    if (!there && "required".equals(System.getenv("KEYFOB_IT_TOOLS"))) {
      throw new AssertionError(suite + " is not there; .ci/vendor-tools fetches it");
    }
    assumeTrue(there, suite + " is not there; .ci/vendor-tools fetches it");
    Path resources = Fixtures.load().module().resolve("src/test/resources/mcp");
    KeyfobProcess keyfob = KeyfobProcess.atHome(home);
    KeyfobProcess judge =
        new KeyfobProcess(node, home, keyfob.environment(), "", Duration.ofMinutes(2))
            .with("KEYFOB", keyfob.executable().toString())
            .with("KEYFOB_HOME", home.resolve("keyfob").toString())
            .with("KEYFOB_STORE", "file")
            .with("BROWSER", resources.resolve("browser").toString());

    Result result =
        judge.run(
            suite.toString(),
            "client",
            "--command",
            node + " " + resources.resolve("host.mjs"),
            "--scenario",
            "auth/" + scenario,
            "--spec-version",
            revision,
            "--timeout",
            "60000");

    assertEquals(0, result.exitCode(), result::toString);
  }
}
