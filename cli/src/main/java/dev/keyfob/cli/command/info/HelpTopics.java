package dev.keyfob.cli.command.info;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What there is to say about more than one command; each is a resource beside this class. */
final class HelpTopics {
  static final List<String> NAMES =
      List.of("environment", "exit-codes", "profile", "json", "services");

  private HelpTopics() {}

  /** The page of a topic; empty if there is none of that name. */
  static Optional<String> of(String name) {
    if (!NAMES.contains(name)) {
      return Optional.empty();
    }
    try (InputStream in = HelpTopics.class.getResourceAsStream("topic-" + name + ".txt")) {
      if (in == null) {
        throw new IllegalStateException("the help on " + name + " is missing");
      }
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
