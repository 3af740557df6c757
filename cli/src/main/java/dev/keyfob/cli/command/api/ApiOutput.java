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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the answers go: a file, a pipe, or a terminal, which is kept from harm. */
final class ApiOutput implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;

  private final PrintStream out;
  private final @Nullable Path file;
  private final boolean toTerminal;
  private @Nullable Path written;
  private @Nullable OutputStream target;

  private ApiOutput(PrintStream out, @Nullable Path file, boolean toTerminal) {
    this.out = out;
    this.file = file;
    this.toTerminal = toTerminal;
  }

  /** Touches nothing: the file stays as it is until there is something to put into it. */
  static ApiOutput of(Optional<String> file, SystemEnvironment system) {
    if (file.isEmpty() || file.get().equals("-")) {
      return new ApiOutput(system.out(), null, system.tty().out());
    }
    return new ApiOutput(system.out(), system.workingDirectory().resolve(file.get()), false);
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

  /**
   * Copies a body to its end.
   *
   * @param wanted whether it is what was asked for; what is not never gets into the file
   */
  void body(InputStream body, boolean wanted) {
    try (body) {
      if (toTerminal) {
        show(body);
      } else if (file != null && !wanted) {
        body.transferTo(OutputStream.nullOutputStream());
      } else {
        copy(body, file == null ? out : open(file));
      }
    } catch (IOException e) {
      throw new AuthException.Transient(ErrorCode.NETWORK, "The answer broke off.", e);
    }
  }

  private void copy(InputStream body, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      try {
        to.write(buffer, 0, read);
      } catch (IOException e) {
        throw cannotWrite(e);
      }
      if (to instanceof PrintStream stream && stream.checkError()) {
        return; // nobody reads any more, which is said where the command ends
      }
    }
  }

  /** A file is written beside itself and takes its own place when it is whole; a device is not. */
  private OutputStream open(Path to) {
    OutputStream known = target;
    if (known != null) {
      return known;
    }
    try {
      if (!Files.exists(to) || Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)) {
        Path directory = to.toAbsolutePath().getParent();
        written = Files.createTempFile(directory, ".keyfob", ".part");
        if (to.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(written, permissions(to));
        }
      }
      known = Files.newOutputStream(written == null ? to : written);
      target = known;
      return known;
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Those of the file that is replaced; else what the umask leaves, as for any new file. */
  private static Set<PosixFilePermission> permissions(Path to) throws IOException {
    if (Files.exists(to)) {
      return Files.getPosixFilePermissions(to);
    }
    try {
      Files.createFile(to);
      return Files.getPosixFilePermissions(to);
    } finally {
      Files.deleteIfExists(to);
    }
  }

  /** Everything that was asked for has come. */
  void complete() {
    try {
      if (target != null) {
        target.close();
        target = null;
      }
      if (written != null && file != null) {
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        written = null;
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private AuthException cannotWrite(IOException e) {
    return new AuthException.StoreUnavailable(
        "Cannot write " + file + ": " + FileFailure.reason(e) + ".", null, e);
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
    try {
      if (target != null) {
        target.close();
      }
      if (written != null) {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      // what was begun is of no use in any case
    }
  }
}
