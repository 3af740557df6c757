package dev.keyfob.cli.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events (WHATWG HTML section 9.2), and what is needed to go on after the stream has
 * broken. For one thread.
 */
final class EventStream {
  private static final Duration MAX_RETRY = Duration.ofMinutes(1);

  private @Nullable String lastId;
  private Duration retry = Duration.ofSeconds(1);

  /** The id of the last event that had one; what the server resumes after. */
  Optional<String> lastId() {
    return Optional.ofNullable(lastId).filter(id -> !id.isEmpty());
  }

  /** How long to wait before the stream is opened again. */
  Duration retry() {
    return retry;
  }

  /** Takes the data of one event. */
  interface Consumer {
    /** Returns whether to go on. */
    boolean accept(String data);
  }

  /**
   * Reads to the end of the stream, or for as long as the consumer wants more. Closes it.
   *
   * @throws IOException if the stream breaks
   */
  void read(InputStream in, Consumer events) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          String event = data.toString();
          data.setLength(0);
          if (!event.isEmpty() && !events.accept(event)) {
            return;
          }
        } else {
          field(line, data);
        }
      }
    }
  }

  private void field(String line, StringBuilder data) {
    int colon = line.indexOf(':');
    String name = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    if (value.startsWith(" ")) {
      value = value.substring(1);
    }
    switch (name) {
      case "data" -> {
        if (!data.isEmpty()) {
          data.append('\n');
        }
        data.append(value);
      }
      case "id" -> lastId = value.indexOf('\0') < 0 ? value : lastId;
      case "retry" -> retry = retry(value);
      default -> {} // a comment, or an event's name
    }
  }

  private Duration retry(String value) {
    if (value.isEmpty() || value.length() > 9 || !value.chars().allMatch(Character::isDigit)) {
      return retry;
    }
    Duration asked = Duration.ofMillis(Long.parseLong(value));
    return asked.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : asked;
  }
}
