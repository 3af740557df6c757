package dev.keyfob.it.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Completion as people have it: real shells, at a terminal, with the scripts that are shipped. */
@NeedsTool("script")
class CompletionIT {
  private static final String TAB = "\t";
  // Bound to a function that writes down the command line as it is now, and leaves the shell.
  private static final String REPORT = "\u0018";

  @TempDir Path home;

  @BeforeEach
  void haveAccounts() throws IOException {
    write("keyfob/profiles/demo.json", "{\"name\":\"demo\",\"apiBaseUri\":\"https://a.test\"}");
    for (String account : List.of("default", "me@example.com", "two%20words")) {
      write("keyfob/credentials/demo/" + account + ".json", "{\"api_key\":\"key-0123456789\"}");
    }
    write("report.txt", "");
  }

  private void write(String name, String content) throws IOException {
    Path file = home.resolve(name);
    var folders =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(file.getParent(), folders);
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static Path shipped(String file) {
    return Folders.complete().resolve("share").resolve(file);
  }

  private KeyfobProcess program(String executable) {
    return Folders.launcher(Path.of(executable), home)
        .with("PATH", Folders.complete().resolve("bin") + ":/usr/bin:/bin")
        .with("KEYFOB_HOME", home.resolve("keyfob").toString())
        .with("TERM", "xterm");
  }

  /** What a command line has become after a person has typed it and pressed the tab key. */
  private String completed(String shell, String typed) throws IOException {
    Path line = home.resolve("line");
    Files.deleteIfExists(line);
    Result result =
        program("/usr/bin/script")
            .withInput(typed + TAB + REPORT)
            .run("--quiet", "--command", shell, "/dev/null");
    assertTrue(Files.exists(line), result::toString);
    return Files.readString(line).stripTrailing();
  }

  @Nested
  class Bash {
    @BeforeEach
    void configure() throws IOException {
      write(
          "bashrc",
          """
          unset HISTFILE
          source '%s'
          report() { printf %%s "$READLINE_LINE" >"$HOME/line"; READLINE_LINE=; exit; }
          bind -x '"\\C-x": report'
          """
              .formatted(shipped("bash-completion/completions/keyfob")));
    }

    @ParameterizedTest
    @CsvSource(
        textBlock =
            """
            keyfob sta,                           keyfob status
            keyfob prof,                          keyfob profile
            keyfob token de,                      keyfob token demo
            keyfob --profile=de,                  keyfob --profile=demo
            keyfob status demo --exp,             keyfob status demo --explain
            keyfob login --store=k,               keyfob login --store=keychain
            keyfob token demo --account me@ex,    keyfob token demo --account me@example.com
            keyfob token demo --account t,        keyfob token demo --account two\\ words
            keyfob profile import rep,            keyfob profile import report.txt
            keyfob exec demo -- sha512s,          keyfob exec demo -- sha512sum
            true && keyfob ver,                   true && keyfob version
            """)
    void line_isCompleted(String typed, String expected) throws IOException {
      assertEquals(expected, completed("bash --noprofile --rcfile bashrc -i", typed));
    }
  }

  @Nested
  @NeedsTool("zsh")
  class Zsh {
    @BeforeEach
    void configure() throws IOException {
      write(
          ".zshrc",
          """
          fpath=('%s' $fpath)
          autoload -Uz compinit
          compinit -D -u
          report() { print -rn -- "$BUFFER" >"$HOME/line"; BUFFER=; exit }
          zle -N report
          bindkey '^X' report
          """
              .formatted(shipped("zsh/site-functions")));
    }

    @ParameterizedTest
    @CsvSource(
        textBlock =
            """
            keyfob sta,                           keyfob status
            keyfob prof,                          keyfob profile
            keyfob token de,                      keyfob token demo
            keyfob --profile=de,                  keyfob --profile=demo
            keyfob status demo --exp,             keyfob status demo --explain
            keyfob token demo --account me@ex,    keyfob token demo --account me@example.com
            keyfob token demo --account t,        keyfob token demo --account two\\ words
            keyfob profile import rep,            keyfob profile import report.txt
            keyfob exec demo -- sha512s,          keyfob exec demo -- sha512sum
            """)
    void line_isCompleted(String typed, String expected) throws IOException {
      assertEquals(expected, completed("zsh -i", typed));
    }
  }

  @Nested
  @NeedsTool("fish")
  class Fish {
    private List<String> candidates(String typed) {
      Result result =
          program("/usr/bin/fish")
              .run(
                  "--no-config",
                  "--command",
                  "source '%s'; complete -C '%s'"
                      .formatted(shipped("fish/vendor_completions.d/keyfob.fish"), typed));
      assertEquals(0, result.exitCode(), result::toString);
      assertEquals("", result.stderr(), result::toString);
      return result.stdout().lines().toList();
    }

    @Test
    void command_isOfferedWithWhatItDoes() {
      assertEquals(
          List.of("status\tthe credential in use, its origin and its expiry"),
          candidates("keyfob sta"));
    }

    @Test
    void names_areOffered() {
      assertEquals(List.of("demo"), candidates("keyfob token de"));
      assertEquals(List.of("--profile=demo"), candidates("keyfob --profile=de"));
      assertEquals(
          List.of("default", "me@example.com", "two words"),
          candidates("keyfob token demo --account "));
    }

    @Test
    void program_afterEndOfOptions_isOffered() {
      assertTrue(
          candidates("keyfob exec demo -- sha512s").getFirst().startsWith("sha512sum"),
          "no sha512sum");
    }

    @Test
    void option_isOffered() {
      assertEquals(
          List.of("--explain\tlist every source in order, with the result of each"),
          candidates("keyfob status demo --exp"));
    }

    @Test
    void file_isOfferedWhereOneCanStandAndNowhereElse() {
      assertEquals(List.of("report.txt"), candidates("keyfob profile import rep"));
      assertEquals(List.of(), candidates("keyfob token rep"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bash, bash-completion/completions/keyfob",
    "zsh, zsh/site-functions/_keyfob",
    "fish, fish/vendor_completions.d/keyfob.fish"
  })
  void script_printed_isTheOneShipped(String shell, String file) throws IOException {
    Result result =
        Folders.launcher(Folders.complete().resolve("bin/keyfob"), home).run("completion", shell);

    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(Files.readString(shipped(file)), result.stdout());
  }
}
