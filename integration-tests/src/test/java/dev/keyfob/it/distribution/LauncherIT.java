package dev.keyfob.it.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, run from wherever and as whatever people call it, with no Java on the machine. */
class LauncherIT {
  private static String version = "";

  @TempDir Path home;

  @BeforeAll
  static void askVersion(@TempDir Path home) {
    Result result = Folders.launcher(built(), home).run("--version");
    assertEquals(0, result.exitCode(), result::toString);
    version = result.stdout();
  }

  private static Path built() {
    return Folders.complete().resolve("bin/keyfob");
  }

  private static void assertVersion(Result result) {
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(version, result.stdout(), result::toString);
    assertEquals("", result.stderr(), result::toString);
  }

  @Nested
  class Place {
    @Test
    void launcher_calledThroughLinksToLinks_findsItsFolder() throws IOException {
      Path link = Files.createSymbolicLink(home.resolve("keyfob"), built());
      Files.createDirectory(home.resolve("bin"));
      Files.createSymbolicLink(home.resolve("bin/kf"), Path.of("../keyfob"));

      assertVersion(Folders.launcher(link, home).run("--version"));
      assertVersion(Folders.launcher(home.resolve("bin/kf"), home).run("--version"));
    }

    @Test
    void launcher_givenToAShellInItsOwnFolder_findsItsFolder() {
      KeyfobProcess shell = Folders.launcher(Path.of("/bin/sh"), Folders.complete().resolve("bin"));

      assertVersion(shell.run("keyfob", "--version"));
    }

    @Test
    void folder_copiedElsewhereWithNewTimes_keepsItsCaches() throws IOException {
      Path copied = home.resolve("a folder with spaces");
      Folders.copy(Folders.complete(), copied);
      // Makes an unusable cache fatal.
      KeyfobProcess strict =
          Folders.launcher(copied.resolve("bin/keyfob"), home)
              .with("KEYFOB_JAVA_OPTS", "-Xshare:on");

      assertVersion(strict.run("--version"));
      assertEquals(0, strict.run("help").exitCode());
    }
  }

  @Nested
  class Cache {
    private static final String QUICK = "lib/offline.jsa";

    /** The distribution, with a folder {@code lib} that can be meddled with. */
    private Path distribution() throws IOException {
      Path folder = home.resolve("distribution");
      Folders.copy(Folders.complete().resolve("bin"), folder.resolve("bin"));
      Folders.copy(Folders.complete().resolve("lib"), folder.resolve("lib"));
      Files.createSymbolicLink(
          folder.resolve("runtime"), Folders.complete().resolve("runtime").toAbsolutePath());
      return folder;
    }

    private void assertWorksSilently(Path distribution) {
      KeyfobProcess keyfob = Folders.launcher(distribution.resolve("bin/keyfob"), home);
      assertVersion(keyfob.run("--version"));
      Result strict = keyfob.with("KEYFOB_JAVA_OPTS", "-Xshare:on").run("--version");
      assertTrue(strict.exitCode() != 0, () -> "the cache was used all the same: " + strict);
    }

    @Test
    void cache_missing_nothingIsSaid() throws IOException {
      Path distribution = distribution();
      Files.delete(distribution.resolve(QUICK));

      assertWorksSilently(distribution);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 3_000_000})
    void cache_truncated_nothingIsSaid(int length) throws IOException {
      Path distribution = distribution();
      byte[] whole = Files.readAllBytes(distribution.resolve(QUICK));
      Files.write(distribution.resolve(QUICK), java.util.Arrays.copyOf(whole, length));

      assertWorksSilently(distribution);
    }

    @Test
    void cache_somethingElse_nothingIsSaid() throws IOException {
      Path distribution = distribution();
      Files.writeString(distribution.resolve(QUICK), "not a cache ".repeat(100_000));

      assertWorksSilently(distribution);
    }

    @Test
    void cache_ofOtherOptions_nothingIsSaid() throws IOException {
      Path distribution = distribution();
      Files.writeString(
          distribution.resolve("lib/java.options"),
          Files.readString(distribution.resolve("lib/java.options"))
              + "\n-XX:+UseCompactObjectHeaders\n");

      assertWorksSilently(distribution);
    }
  }

  @Nested
  class Environment {
    static Stream<String> optionVariables() {
      return Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    }

    @ParameterizedTest
    @MethodSource("optionVariables")
    void options_meantForOtherJava_areNeitherUsedNorAnnounced(String variable) {
      assertVersion(
          Folders.launcher(built(), home).with(variable, "-Xmx1k --no-such").run("--version"));
    }

    @Test
    void options_meantForKeyfob_areUsed() {
      Result result =
          Folders.launcher(built(), home)
              .with("KEYFOB_JAVA_OPTS", "-Xmx64m -Xlog:gc+init:stderr")
              .run("--version");

      assertTrue(result.stderr().contains("Heap Max Capacity: 64M"), result::toString);
    }

    @Test
    void classPath_ofOtherJava_leavesTheCacheValid() {
      assertVersion(
          Folders.launcher(built(), home)
              .with("CLASSPATH", home.toString())
              .with("KEYFOB_JAVA_OPTS", "-Xshare:on")
              .run("--version"));
    }
  }
}
