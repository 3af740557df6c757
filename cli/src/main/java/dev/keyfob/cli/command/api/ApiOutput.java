package dev.keyfob.cli.command.api;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.cli.system.SafeText;
import dev.keyfob.cli.system.SystemEnvironment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

/** Where the answers go: a file, a pipe, or a terminal, which is kept from harm. */
final class ApiOutput implements AutoCloseable {
  private final OutputStream target;
  private final PrintStream out;
  private final boolean toFile;
  private final boolean toTerminal;

  private ApiOutput(OutputStream target, PrintStream out, boolean toFile, boolean toTerminal) {
    this.target = target;
    this.out = out;
    this.toFile = toFile;
    this.toTerminal = toTerminal;
  }

  static ApiOutput open(Optional<String> file, SystemEnvironment system) {
    if (file.isEmpty() || file.get().equals("-")) {
      return new ApiOutput(system.out(), system.out(), false, system.tty().out());
    }
    try {
      return new ApiOutput(
          Files.newOutputStream(system.workingDirectory().resolve(file.get())),
          system.out(),
          true,
          false);
    } catch (IOException e) {
      throw AuthException.usage(
          "Cannot write " + file.get() + ": " + FileFailure.reason(e) + ".", null);
    }
  }

  /** Prints the status and the headers, which are never part of the file. */
  void head(HttpResponse<?> answer) {
    String version = answer.version() == HttpClient.Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1";
    out.println(version + " " + answer.statusCode());
    answer
        .headers()
        .map()
        .forEach(
            (name, values) ->
                values.forEach(value -> out.println(SafeText.line(name + ": " + value))));
    out.println();
  }

  /** Copies a body to its end. */
  void body(InputStream body) {
    try (body) {
      if (toTerminal) {
        show(body);
      } else {
        body.transferTo(target);
      }
    } catch (IOException e) {
      throw new AuthException.Transient(
          toFile ? ErrorCode.API_ERROR : ErrorCode.NETWORK, "The answer broke off.", e);
    }
  }

  private void show(InputStream body) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      out.println(SafeText.lines(line));
    }
  }

  @Override
  public void close() {
    out.flush();
    if (toFile) {
      try {
        target.close();
      } catch (IOException e) {
        throw AuthException.usage("The file could not be written.", null);
      }
    }
  }
}
