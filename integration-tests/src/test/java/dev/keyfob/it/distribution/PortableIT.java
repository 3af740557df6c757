package dev.keyfob.it.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution without a runtime, which looks for a Java that is new enough. */
class PortableIT {
  private static final String JDK = System.getProperty("java.home");

  @TempDir Path home;

  /** Sees no Java but what a test shows it, on a machine that has one in the usual places. */
  private KeyfobProcess keyfob() throws IOException {
    Path folder = home.resolve("keyfob");
    Folders.copy(Folders.portable(), folder);
    Path launcher = folder.resolve("bin/keyfob");
    Files.writeString(
        launcher,
        Files.readString(launcher)
            .replace("/usr/lib/jvm/", home + "/none/")
            .replace("/opt/", home + "/none/")
            .replace("/usr/java/", home + "/none/")
            .replace(" /Library/", " " + home + "/none/"));
    Path tools = Files.createDirectories(home.resolve("tools"));
    Files.createSymbolicLink(tools.resolve("readlink"), Path.of("/usr/bin/readlink"));
    return Folders.launcher(launcher, home).with("PATH", tools.toString());
  }

  /** What {@code bin/java} of a Java of that version would be recognised by. */
  private Path javaHome(String version) throws IOException {
    Path folder = home.resolve("java-" + version);
    Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(folder.resolve("bin/java"), Path.of(JDK, "bin/java"));
    Files.writeString(
        folder.resolve("release"), "IMPLEMENTOR=\"Someone\"\nJAVA_VERSION=\"" + version + "\"\n");
    return folder;
  }

  private static void assertWorks(Result result) {
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals("", result.stderr(), result::toString);
    assertTrue(result.stdout().contains("0.1.0"), result::toString);
  }

  @Test
  void java_inJavaHome_isUsed() throws IOException {
    assertWorks(keyfob().with("JAVA_HOME", JDK).run("--version"));
  }

  @Test
  void java_onPathThroughALink_isUsed() throws IOException {
    KeyfobProcess keyfob = keyfob();
    Files.createSymbolicLink(home.resolve("tools/java"), Path.of(JDK, "bin/java"));

    assertWorks(keyfob.run("--version"));
  }

  @Test
  void java_installedBySdkman_isUsed() throws IOException {
    KeyfobProcess keyfob = keyfob();
    Path versions = Files.createDirectories(home.resolve(".sdkman/candidates/java"));
    Files.createSymbolicLink(versions.resolve("25.0.1-tem"), Path.of(JDK));

    assertWorks(keyfob.run("--version"));
  }

  @Test
  void java_tooOldInJavaHome_isPassedOver() throws IOException {
    KeyfobProcess keyfob = keyfob();
    Files.createSymbolicLink(home.resolve("tools/java"), Path.of(JDK, "bin/java"));

    assertWorks(keyfob.with("JAVA_HOME", javaHome("17.0.15").toString()).run("--version"));
  }

  @Test
  void java_nowhere_oneSentenceSaysWhatToDo() throws IOException {
    Result result =
        keyfob().with("JAVA_HOME", javaHome("1.8.0_452").toString()).run("token", "demo");

    assertEquals(1, result.exitCode(), result::toString);
    assertEquals("", result.stdout(), result::toString);
    assertTrue(result.stderr().startsWith("keyfob: needs Java 25 or later"), result::toString);
    assertTrue(result.stderr().contains("JAVA_HOME"), result::toString);
    assertEquals(1, result.stderr().lines().count(), result::toString);
  }
}
