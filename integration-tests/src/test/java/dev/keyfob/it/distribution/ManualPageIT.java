package dev.keyfob.it.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.Fixtures;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code man keyfob} shows. */
@NeedsTool("manual-pages")
class ManualPageIT {
  private static final Pattern COMMAND = Pattern.compile("(?m)^(keyfob [\\w -]+)\n-+$");
  private static final Pattern OPTION = Pattern.compile("(?m)^  (-[\\w, -]+?)(?: |$)");
  private static final Pattern VARIABLE = Pattern.compile("\"(KEYFOB_[A-Z_]*[A-Z])\"");

  @TempDir Path home;

  private static Path folder() {
    return Folders.complete().resolve("share/man");
  }

  private static Path page() {
    return folder().resolve("man1/keyfob.1");
  }

  private Result run(String program, String... arguments) {
    KeyfobProcess tool =
        Folders.launcher(Path.of(program), home).with("MANWIDTH", "200").with("LC_ALL", "C.UTF-8");
    Result result = tool.run(arguments);
    assertEquals(0, result.exitCode(), result::toString);
    return result;
  }

  private String shown() {
    return run("/usr/bin/man", "--local-file", page().toString()).stdout();
  }

  private String help() {
    return run(Folders.complete().resolve("bin/keyfob").toString(), "help", "--all").stdout();
  }

  @Test
  @NeedsTool("mandoc")
  void page_hasNothingThatCheckersFault() {
    assertEquals("", run("/usr/bin/mandoc", "-Tlint", "-Wwarning", page().toString()).stdout());
    assertEquals("", run("/usr/bin/man", "--warnings", "--local-file", page().toString()).stderr());
  }

  @Test
  void page_inItsFolder_isFoundByName() {
    Result where = run("/usr/bin/man", "--manpath", folder().toString(), "--where", "keyfob");

    assertEquals(page().toString(), where.stdout().strip());
  }

  @Test
  void page_namesEveryCommandAndOptionOfTheHelp() {
    String shown = shown();
    String help = help();
    Matcher command = COMMAND.matcher(help);
    int commands = 0;
    while (command.find()) {
      commands++;
      assertTrue(
          shown.contains("   " + command.group(1) + "\n"),
          () -> "no word on the command " + command.group(1));
    }
    assertTrue(commands > 20, "the help has no titles");
    Matcher option = OPTION.matcher(help);
    while (option.find()) {
      assertTrue(
          shown.contains("\n       " + option.group(1)), () -> "no word on " + option.group(1));
    }
  }

  /** Of those that no profile's name is part of. */
  @Test
  void page_namesEveryVariableThatIsRead() throws IOException {
    String shown = shown();
    Set<String> missing = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Fixtures.load().root())) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*/src/main/java/.*\\.java")).toList()) {
        Matcher variable = VARIABLE.matcher(Files.readString(file));
        while (variable.find()) {
          if (!shown.contains(variable.group(1))) {
            missing.add(variable.group(1));
          }
        }
      }
    }
    assertEquals(Set.of(), missing, "to be described in cli/src/build/keyfob.1");
  }
}
