package dev.keyfob.cli.command;

import java.util.List;
import java.util.Optional;

/**
 * An option of a command, as the annotations on its field say.
 *
 * @param names its names, the short one first
 * @param value what its value is called, such as {@code TIME}; empty if it takes none
 * @param text what it does
 * @param category the heading under which help lists it
 */
public record OptionDescription(
    List<String> names, Optional<String> value, String text, String category) {
  /** The heading of options that have no category of their own. */
  public static final String OPTIONS = "Options";

  /** The names and the value, as help and the manual page print them. */
  public String label() {
    return String.join(", ", names) + value.map(name -> " " + name).orElse("");
  }
}
