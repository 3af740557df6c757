package dev.keyfob.cli.command.info;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The texts that are resources beside this class. */
final class HelpTexts {
  private HelpTexts() {}

  /** The text of a name; empty if there is none. */
  static Optional<String> find(String name) {
    try (InputStream in = HelpTexts.class.getResourceAsStream(name + ".txt")) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
