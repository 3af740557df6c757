package dev.keyfob.cli.command.info;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The scripts for shells, which are resources beside this class. */
final class CompletionScripts {
  private CompletionScripts() {}

  /** The script for a shell; empty if there is none. */
  static Optional<String> find(String shell) {
    try (InputStream in =
        CompletionScripts.class.getResourceAsStream("completion-" + shell + ".txt")) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
