package dev.keyfob.cli.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipboardTests {
  @TempDir Path directory;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void onlyWhatTheTestPutsThere() {
    environment.put("PATH", directory.resolve("bin").toString());
  }

  /** A program that writes down what is piped into it. */
  private Path program(String name, int exit) throws IOException {
    Path program = directory.resolve("bin").resolve(name);
    Files.createDirectories(program.getParent());
    Files.writeString(
        program,
        "#!/bin/sh\nwhile read -r line || [ -n \"$line\" ]; do printf %s \"$line\"; done > "
            + directory.resolve(name + ".piped")
            + "\nexit "
            + exit
            + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  private String piped(String name) throws IOException {
    return Files.readString(directory.resolve(name + ".piped"));
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, WAYLAND_DISPLAY, wl-copy",
    "Linux, DISPLAY, xclip",
    "Linux, DISPLAY, xsel",
    "Linux, WSL_DISTRO_NAME, clip.exe",
    "Mac OS X, TERM, pbcopy",
    "Windows 11, TERM, clip.exe"
  })
  void copy_programThere_getsTheText(String os, String variable, String name) throws IOException {
    program(name, 0);
    environment.put(variable, "here");
    assertTrue(new Clipboard(environment, os).copy("WDJB-MJHT"));
    assertEquals("WDJB-MJHT", piped(name));
  }

  @Test
  void copy_firstFails_triesTheNext() throws IOException {
    program("xclip", 1);
    program("xsel", 0);
    environment.put("DISPLAY", ":0");
    assertTrue(new Clipboard(environment, "Linux").copy("WDJB-MJHT"));
    assertEquals("WDJB-MJHT", piped("xsel"));
  }

  @Test
  void copy_noDisplay_startsNothing() throws IOException {
    program("xclip", 0);
    program("wl-copy", 0);
    assertFalse(new Clipboard(environment, "Linux").copy("WDJB-MJHT"));
    assertFalse(Files.exists(directory.resolve("xclip.piped")));
  }

  @Test
  void copy_noProgram_isNoClipboard() {
    environment.put("DISPLAY", ":0");
    environment.put("WAYLAND_DISPLAY", "wayland-0");
    assertFalse(new Clipboard(environment, "Linux").copy("WDJB-MJHT"));
  }

  @Test
  void copy_programInTheWorkingDirectory_isNotRun() throws IOException {
    environment.put("PATH", ":bin:.");
    environment.put("DISPLAY", ":0");
    program("xclip", 0);
    assertFalse(new Clipboard(environment, "Linux").copy("WDJB-MJHT"));
  }
}
