package dev.keyfob.cli.command.api;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.output.PrettyJson;
import dev.keyfob.cli.output.Style;
import dev.keyfob.cli.system.SafeText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the answers go: a file, a pipe, or a terminal, which is kept from harm. */
final class ApiOutput implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;
  private static final int INDENTED = 4 * 1024 * 1024;

  private final CommandContext context;
  private final ApiView view;
  private final PrintStream out;
  private final @Nullable Path file;
  private final boolean toTerminal;
  private final Style style;
  private final @Nullable AnswerFilter filter;
  private final List<String> pages = new ArrayList<>();
  private @Nullable Path written;
  private @Nullable OutputStream target;

  private ApiOutput(CommandContext context, ApiView view, @Nullable Path file) {
    this.context = context;
    this.view = view;
    this.file = file;
    out = context.system().out();
    boolean asItIs = view.output().isPresent();
    toTerminal = !asItIs && context.system().tty().out();
    style = asItIs ? Style.NONE : context.style();
    filter = view.filter();
  }

  /** Touches nothing: the file stays as it is until there is something to put into it. */
  static ApiOutput of(ApiView view, CommandContext context) {
    Path directory = context.system().workingDirectory();
    return new ApiOutput(
        context,
        view,
        view.output().filter(name -> !name.equals("-")).map(directory::resolve).orElse(null));
  }

  /** Prints the status and the headers, which are never part of the file. */
  private void head(ApiAnswer answer) {
    String version = answer.version() == HttpClient.Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1";
    out.println(style.bold(version + " " + answer.status()));
    answer
        .headers()
        .map()
        .forEach(
            (name, values) ->
                values.forEach(
                    value ->
                        out.println(
                            style.accent(SafeText.line(name)) + ": " + SafeText.line(value))));
    out.println();
  }

  /**
   * Shows an answer to its end.
   *
   * @param wanted whether it is what was asked for; what is not never gets into the file, nor
   *     through a filter
   */
  void add(ApiAnswer answer, boolean wanted) {
    if (view.include()) {
      head(answer);
    }
    try (InputStream body = answer.body()) {
      if (wanted && view.slurp()) {
        pages.add(BodyText.whole(body));
      } else if (wanted && filter != null) {
        print(filter.apply(BodyText.whole(body)));
      } else if (toTerminal || (style.enabled() && file == null)) {
        show(body, answer);
      } else if (file != null && !wanted) {
        body.transferTo(OutputStream.nullOutputStream());
      } else {
        copy(
            body,
            file == null ? out : open(file),
            answer.headers().firstValueAsLong("Content-Length"));
      }
    } catch (IOException e) {
      throw new AuthException.Transient(
          ErrorCode.NETWORK, "The response ended before it was complete.", e);
    }
  }

  /** The pages as one array (RFC 8259 section 5). */
  private void slurped() {
    String array = "[" + String.join(",", pages.stream().map(String::strip).toList()) + "]";
    if (filter != null) {
      print(filter.apply(array));
    } else if (file != null) {
      write(array + "\n");
    } else {
      out.print(
          style.enabled() || toTerminal
              ? PrettyJson.of(array, style).orElseGet(() -> SafeText.lines(array) + "\n")
              : array + "\n");
    }
  }

  private void print(List<String> results) {
    for (String result : results) {
      String text = result.endsWith("\n") ? result : result + "\n";
      if (file != null) {
        write(text);
      } else if (!toTerminal && !style.enabled()) {
        out.print(text);
      } else {
        boolean structured = result.startsWith("{") || result.startsWith("[");
        out.print(
            (structured ? PrettyJson.of(result, style) : Optional.<String>empty())
                .orElseGet(() -> SafeText.lines(text)));
      }
    }
  }

  private void write(String text) {
    try {
      open(requireFile()).write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private Path requireFile() {
    return Objects.requireNonNull(file);
  }

  private void copy(InputStream body, OutputStream to, OptionalLong length) throws IOException {
    Progress progress = Progress.of(context, length);
    byte[] buffer = new byte[BUFFER];
    try {
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        try {
          to.write(buffer, 0, read);
        } catch (IOException e) {
          throw cannotWrite(e);
        }
        if (to instanceof PrintStream stream && stream.checkError()) {
          return; // nobody reads any more, which is said where the command ends
        }
        progress.add(read);
      }
    } finally {
      progress.close();
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
    if (view.slurp()) {
      slurped();
    }
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

  /** JSON is indented, other text made harmless, and what is no text kept from the terminal. */
  private void show(InputStream body, ApiAnswer answer) throws IOException {
    byte[] beginning = body.readNBytes(INDENTED);
    if (BodyText.isBinary(beginning)) {
      throw AuthException.usage(
          "The response is binary"
              + answer
                  .headers()
                  .firstValue("Content-Type")
                  .map(type -> " (" + SafeText.line(type) + ")")
                  .orElse("")
              + ", and is not printed to a terminal: write it to a file, or pipe it.",
          "keyfob api " + answer.uri().getPath() + " -o FILE");
    }
    if (beginning.length < INDENTED) {
      Optional<String> pretty = PrettyJson.of(new String(beginning, StandardCharsets.UTF_8), style);
      if (pretty.isPresent()) {
        out.print(pretty.get());
        return;
      }
    }
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(BodyText.rest(beginning, body), StandardCharsets.UTF_8));
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
