package dev.keyfob.cli.args;

import com.beust.jcommander.Parameter;
import dev.keyfob.cli.command.OptionDescription;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the options of a command from its fields, in the order in which they are declared. */
final class OptionReader {
  private OptionReader() {}

  /** The options that every command takes. */
  static List<OptionDescription> globals() {
    return declared(CommandArguments.class);
  }

  /** The options of one command that its help tells of, without those of every command. */
  static List<OptionDescription> own(CommandArguments arguments) {
    List<OptionDescription> options = new ArrayList<>();
    for (Class<?> type = arguments.getClass();
        type != CommandArguments.class;
        type = type.getSuperclass()) {
      options.addAll(0, declared(type));
    }
    options.removeIf(option -> !arguments.describes(option.names().getLast()));
    return options;
  }

  private static List<OptionDescription> declared(Class<?> type) {
    List<OptionDescription> options = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      Parameter option = field.getAnnotation(Parameter.class);
      if (option != null && option.names().length > 0) {
        options.add(
            new OptionDescription(
                List.of(option.names()),
                Optional.ofNullable(field.getAnnotation(Placeholder.class)).map(Placeholder::value),
                option.description(),
                option.category().isEmpty() ? OptionDescription.OPTIONS : option.category()));
      }
    }
    return options;
  }
}
