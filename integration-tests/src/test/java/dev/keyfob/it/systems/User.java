package dev.keyfob.it.systems;

import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Somebody who uses one of the systems, with an empty home and a browser that goes where it is
 * sent. Immutable.
 *
 * @param home the home
 * @param keyfob the program in it
 */
public record User(Path home, KeyfobProcess keyfob) {
  /** Moves in. The browser leaves the last page it was shown in the home. */
  public static User at(Path home) {
    Path browser = home.resolve("browser");
    String script = "#!/bin/sh\nexec curl -fsSL -o '" + home + "/page.html' \"$1\"\n";
    try {
      Files.writeString(browser, script);
      Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new User(
        home,
        KeyfobProcess.atHome(home)
            .with("KEYFOB_STORE", "file")
            .with("BROWSER", browser.toString())
            .within(Duration.ofSeconds(60)));
  }

  public User with(String variable, String value) {
    return new User(home, keyfob.with(variable, value));
  }

  User with(Map<String, String> variables) {
    User user = this;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      user = user.with(variable.getKey(), variable.getValue());
    }
    return user;
  }

  public User typing(String input) {
    return new User(home, keyfob.withInput(input));
  }

  Result run(String... arguments) {
    return keyfob.run(arguments);
  }

  /** Runs a command that has to succeed. */
  public Result ok(String... arguments) {
    return expect(0, arguments);
  }

  /** Runs a command that has to end with an exit code. */
  Result expect(int exitCode, String... arguments) {
    Result result = keyfob.run(arguments);
    if (result.exitCode() != exitCode) {
      throw new AssertionError("not exit code " + exitCode + ": " + result);
    }
    return result;
  }

  /** What a command prints with {@code --json}. */
  JsonObject json(String... arguments) {
    return object(ok(arguments).stdout());
  }

  /** The error that a command ends with. */
  JsonObject error(int exitCode, String... arguments) {
    String stderr = expect(exitCode, arguments).stderr();
    return object(stderr.substring(stderr.indexOf("{\"error\""))).getJsonObject("error");
  }

  public String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file that only its owner can open, in a directory of the same kind. */
  void write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwx------"));
      Files.writeString(file, content);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A time as other tools write it. */
  static String in(Duration time) {
    return Instant.now().plus(time).toString();
  }

  static JsonObject object(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
