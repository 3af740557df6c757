package dev.keyfob.it.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a jar in the plugin folder cannot do to the real program. */
class PluginIsolationIT {
  private static final String KEY = "sk-0123456789abcdef";
  private static final String HANG = "try { Thread.sleep(Long.MAX_VALUE); } catch (Exception e) {}";

  @TempDir Path directory;
  private PluginHome home = new PluginHome(Path.of(""));

  @BeforeEach
  void makeHome() throws IOException {
    home = PluginHome.in(directory.resolve("home"));
    home.profile("plain", "{'apiKey': {}, 'environment': {'apiKey': ['PLAIN_KEY']}}");
    home.profile("badged", "{'badge': {}}");
  }

  private void drop(HostilePlugin plugin) throws IOException {
    home.drop(plugin.jar(directory.resolve("badge.jar")));
  }

  private Result run(String... arguments) {
    return home.keyfob().with("PLAIN_KEY", KEY).run(arguments);
  }

  private void logInWithBadge() {
    Result result = home.keyfob().withInput("badge-0123\n").run("login", "badged", "--badge");
    assertEquals(0, result.exitCode(), result::toString);
  }

  private static void assertPrints(String stdout, Result result) {
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(stdout, result.stdout(), result::toString);
    assertEquals("", result.stderr(), result::toString);
  }

  private static void assertSaid(String what, Result result) {
    assertTrue(result.stderr().contains(what), result::toString);
  }

  @Nested
  class TheFolder {
    @Test
    void writableByOthers_isRefusedAndSaid() throws IOException {
      for (String permissions : new String[] {"rwxrwx---", "rwx----w-"}) {
        drop(HostilePlugin.TAME);
        Files.setPosixFilePermissions(home.plugins(), PosixFilePermissions.fromString(permissions));

        Result result = run("login", "badged", "--badge");

        assertEquals(2, result.exitCode(), result::toString);
        assertSaid("others may write to it", result);
        assertSaid("chmod go-w " + home.plugins(), result);
      }
    }

    @Test
    void withAJarWritableByOthers_refusesThatJar() throws IOException {
      drop(HostilePlugin.TAME);
      Files.setPosixFilePermissions(
          home.plugins().resolve("badge.jar"), PosixFilePermissions.fromString("rw-rw-rw-"));

      Result result = run("plugins");

      assertEquals(0, result.exitCode(), result::toString);
      assertTrue(
          result.stdout().contains("badge.jar is not used: others may write to it"),
          result::toString);
    }

    @Test
    void ofHangingJars_isNoConcernOfCommandsThatNeedNone() throws IOException {
      Path loaded = directory.resolve("loaded");
      drop(
          HostilePlugin.TAME.whenLoaded(
              "try { java.nio.file.Files.createFile(java.nio.file.Path.of(\"%s\")); } catch"
                      .formatted(loaded)
                  + " (Exception e) {} "
                  + HANG));

      assertPrints(KEY + "\n", run("token", "plain"));
      assertEquals(0, run("status", "plain", "--offline").exitCode());
      assertEquals(0, run("login", "plain", "--no-verify", "--api-key", "--help").exitCode());
      assertFalse(Files.exists(loaded));

      Result listed = run("plugins");
      assertTrue(Files.exists(loaded));
      assertEquals(0, listed.exitCode(), listed::toString);
      assertTrue(
          listed.stdout().contains("badge.jar is not used: it was not loaded within"),
          listed::toString);
    }
  }

  @Nested
  class ABadJar {
    @Test
    void ofAnyKind_isReportedAndTheOthersWork() throws IOException {
      Files.writeString(home.plugins().resolve("a-broken.jar"), "this is no zip file");
      home.drop(
          HostilePlugin.TAME
              .whenLoaded("if (true) throw new IllegalStateException(\"canary\");")
              .jar(directory.resolve("b-throwing.jar")));
      home.drop(HostilePlugin.TAME.module(directory.resolve("c-wanting.jar"), "java.sql.rowset"));
      drop(HostilePlugin.TAME);

      Result listed = run("plugins");
      logInWithBadge();

      assertEquals(0, listed.exitCode(), listed::toString);
      assertFalse(listed.toString().contains("canary"), listed::toString);
      for (String problem :
          new String[] {
            "a-broken.jar is not used: it is not a readable jar",
            "b-throwing.jar is not used: it failed to start",
            "badge.jar\n"
          }) {
        assertTrue(listed.stdout().contains(problem), listed::toString);
      }
    }

    @Test
    void thatNeedsAModuleOfTheJdkThatTheRuntimeLacks_namesIt() throws IOException {
      home.drop(HostilePlugin.TAME.module(directory.resolve("badge.jar"), "java.sql.rowset"));

      Result listed = run("plugins");

      assertTrue(
          listed
              .stdout()
              .contains("it needs the module java.sql.rowset, which this keyfob's runtime"),
          listed::toString);
    }

    @Test
    void thatClaimsABuiltInType_isWarnedOfAndTheBuiltInStays() throws IOException {
      drop(HostilePlugin.TAME.claiming("api_key"));

      Result listed = run("plugins");

      assertTrue(listed.stdout().contains("provider api_key  built in\n"), listed::toString);
      assertSaid("the name api_key is keyfob's own and cannot be replaced", listed);
      assertPrints(KEY + "\n", run("token", "plain"));
    }
  }

  @Nested
  class WhatAPluginPrints {
    private static final String NOISE =
        "System.out.println(\"noise-out\"); System.err.println(\"noise-err\");";
    private static final String DYING_THREAD =
        "Thread t = new Thread(() -> { throw new IllegalStateException(\"gone\"); }, \"gossip\");"
            + " t.start(); try { t.join(); } catch (InterruptedException e) {}";

    @Test
    void whenLoadedOrUsed_isNotInTheOutput() throws IOException {
      drop(HostilePlugin.TAME.whenLoaded(NOISE).whenUsed(NOISE));
      logInWithBadge();

      assertPrints("badge-0123\n", run("token", "badged"));
      assertFalse(run("plugins", "--json").toString().contains("noise"));
    }

    @Test
    void isToldOnStandardErrorToWhoAsksForEverything() throws IOException {
      drop(HostilePlugin.TAME.whenUsed(NOISE));
      logInWithBadge();

      Result result = run("token", "badged", "--verbose");

      assertEquals("badge-0123\n", result.stdout(), result::toString);
      assertSaid("noise-out\n", result);
      assertSaid("noise-err\n", result);
    }

    @Test
    void aboutADyingThread_isSilentButForWhoAsksForEverything() throws IOException {
      drop(HostilePlugin.TAME.whenUsed(DYING_THREAD));
      logInWithBadge();

      assertPrints("badge-0123\n", run("token", "badged"));
      Result verbose = run("token", "badged", "--verbose");
      assertEquals("badge-0123\n", verbose.stdout(), verbose::toString);
      assertSaid("Exception in thread \"gossip\"", verbose);
    }
  }

  @Nested
  class WhatAPluginThrows {
    @Test
    void isItsFaultAndKeepsItsMessageToItself() throws IOException {
      drop(HostilePlugin.TAME);
      logInWithBadge();
      for (String thrown :
          new String[] {
            "RuntimeException", "AssertionError", "java.util.ServiceConfigurationError"
          }) {
        drop(HostilePlugin.TAME.whenUsed("if (true) throw new " + thrown + "(\"canary\");"));

        Result result = run("token", "badged", "--json");

        assertEquals(1, result.exitCode(), result::toString);
        assertEquals("", result.stdout(), result::toString);
        assertFalse(result.stderr().contains("canary"), result::toString);
        assertSaid("\"code\":\"plugin_error\"", result);
        assertSaid("The plugin badge (badge.jar) failed with ", result);
      }
    }

    @Test
    void isNotTheEndOfTheStoredCredential() throws IOException {
      drop(HostilePlugin.TAME);
      logInWithBadge();
      drop(HostilePlugin.TAME.whenUsed("if (true) throw new StackOverflowError();"));
      assertEquals(1, run("status", "badged").exitCode());
      drop(HostilePlugin.TAME);

      assertPrints("badge-0123\n", run("token", "badged"));
    }
  }
}
