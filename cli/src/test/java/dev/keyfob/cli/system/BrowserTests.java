package dev.keyfob.cli.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserTests {
  private static final URI ADDRESS = URI.create("https://id.example/authorize?a=1&b=$(x);'c'");

  @TempDir Path directory;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void onlyWhatTheTestPutsThere() {
    environment.put("PATH", directory.resolve("bin").toString());
  }

  private Browser browser(String os) {
    return new Browser(environment, os);
  }

  /** A program that writes down its arguments, one a line. */
  private Path program(String name, int exit) throws IOException {
    Path program = directory.resolve("bin").resolve(name);
    Files.createDirectories(program.getParent());
    Files.writeString(
        program, "#!/bin/sh\nprintf '%s\\n' \"$@\" > " + arguments(name) + "\nexit " + exit + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  private Path arguments(String name) {
    return directory.resolve(name + ".arguments");
  }

  private List<String> given(String name) throws IOException {
    return Files.readAllLines(arguments(name));
  }

  @Nested
  class AnExplicitCommand {
    @Test
    void open_commandOnPath_isGivenTheAddressAsItsOneArgument() throws IOException {
      program("mine", 0);
      environment.put("BROWSER", "mine");
      assertTrue(browser("Linux").open(ADDRESS));
      assertEquals(List.of(ADDRESS.toString()), given("mine"));
    }

    @Test
    void open_whatIsHidden_isAskedForOnce() throws IOException {
      program("mine", 0);
      environment.put("BROWSER", "mine");
      AtomicInteger asked = new AtomicInteger();
      assertTrue(
          new Browser(
                  environment,
                  "Linux",
                  () -> {
                    asked.incrementAndGet();
                    return Set.of("ACME_KEY");
                  })
              .open(ADDRESS));
      assertEquals(1, asked.get());
    }

    @Test
    void open_commandByPath_isRunWithoutADisplayAndOverSsh() throws IOException {
      environment.put("BROWSER", program("mine", 0).toString());
      environment.put("SSH_CONNECTION", "1 2 3 4");
      assertEquals(Optional.empty(), browser("Linux").unavailable());
      assertTrue(browser("Linux").open(ADDRESS));
    }

    @Test
    void open_commandFails_isNoticed() throws IOException {
      program("mine", 3);
      environment.put("BROWSER", "mine");
      assertFalse(browser("Linux").open(ADDRESS));
    }

    @Test
    void open_commandNotThere_isNoticed() {
      environment.put("BROWSER", "mine");
      assertFalse(browser("Linux").open(ADDRESS));
      assertEquals(
          Optional.of("no program that opens a browser was found"), browser("Linux").unavailable());
    }

    @Test
    void open_wordsAndShellSyntax_areNotACommand() throws IOException {
      program("mine", 0);
      environment.put("BROWSER", "mine; touch x");
      assertFalse(browser("Linux").open(ADDRESS));
      assertFalse(Files.exists(arguments("mine")));
    }
  }

  @Nested
  class APlaceWithoutABrowser {
    @ParameterizedTest
    @CsvSource({
      "BROWSER, none, BROWSER is none",
      "KEYFOB_NO_BROWSER, 1, KEYFOB_NO_BROWSER is set",
      "SSH_TTY, /dev/pts/1, this is an SSH session",
      "CODESPACES, true, this is a container"
    })
    void open_variableSet_startsNothingAndSaysWhy(String variable, String value, String reason)
        throws IOException {
      program("xdg-open", 0);
      environment.put("DISPLAY", ":0");
      environment.put(variable, value);
      assertEquals(Optional.of(reason), browser("Linux").unavailable());
      assertFalse(browser("Linux").open(ADDRESS));
      assertFalse(Files.exists(arguments("xdg-open")));
    }

    @Test
    void unavailable_keyfobsOwnVariable_winsOverACommand() {
      environment.put("BROWSER", "/bin/true");
      environment.put("KEYFOB_NO_BROWSER", "1");
      assertEquals(Optional.of("KEYFOB_NO_BROWSER is set"), browser("Linux").unavailable());
    }
  }

  @Nested
  class AnAddress {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "file:///etc/passwd",
          "javascript:alert(1)",
          "http://id.example/",
          "http://127.0.0.1.evil.example/",
          "https://user:pass@id.example/",
          "https:///nowhere",
          "mailto:a@b",
          "-x",
          "smb://host/share"
        })
    void open_notTheWeb_isRefusedBeforeAnythingIsStarted(String address) throws IOException {
      environment.put("BROWSER", program("mine", 0).toString());
      assertFalse(browser("Linux").open(URI.create(address)));
      assertFalse(Files.exists(arguments("mine")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://id.example/", "http://127.0.0.1:80/", "http://[::1]:1/x"})
    void isSafe_webOrThisMachine_isAccepted(String address) {
      assertTrue(Browser.isSafe(URI.create(address)));
    }
  }

  @Nested
  class TheSystemsOwnLauncher {
    @Test
    void open_wsl_prefersWslview() throws IOException {
      environment.put("WSL_DISTRO_NAME", "Debian");
      program("wslview", 0);
      program("powershell.exe", 0);
      new Browser(environment, "Linux").command(ADDRESS.toString());
      assertEquals(
          Optional.of(List.of(directory + "/bin/wslview", ADDRESS.toString())),
          browser("Linux").command(ADDRESS.toString()));
    }

    /** PowerShell would run what is in the address if it came as text. */
    @Test
    void open_powershell_getsTheAddressAsALiteral() throws IOException {
      environment.put("WSL_DISTRO_NAME", "Debian");
      program("powershell.exe", 0);
      List<String> command = browser("Linux").command("https://x/'$(y)").orElseThrow();
      byte[] script = java.util.Base64.getDecoder().decode(command.getLast());
      assertEquals(
          "Start-Process 'https://x/''$(y)'",
          new String(script, java.nio.charset.StandardCharsets.UTF_16LE));
    }

    @Test
    void command_mac_isOpen() throws IOException {
      Path open = program("open", 0);
      assertEquals(
          Optional.of(List.of(open.toString(), "https://x/")),
          browser("Mac OS X").command("https://x/"));
    }

    @Test
    void command_windows_isTheProtocolHandler() throws IOException {
      Path rundll = program("rundll32.exe", 0);
      assertEquals(
          Optional.of(List.of(rundll.toString(), "url.dll,FileProtocolHandler", "https://x/")),
          browser("Windows 11").command("https://x/"));
    }

    /** CVE-2025-24789: a program planted in the working directory. */
    @ParameterizedTest
    @ValueSource(strings = {".", "", "bin"})
    void command_relativeDirectoryOnPath_isNotLookedInto(String entry) {
      environment.put("PATH", entry);
      assertEquals(Optional.empty(), browser("Linux").command("https://x/"));
    }
  }
}
