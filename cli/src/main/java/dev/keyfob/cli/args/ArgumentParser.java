package dev.keyfob.cli.args;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import com.beust.jcommander.ParameterException;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.system.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Understands a command line. Only the command asked for is described to JCommander, which spends
 * most of its time on annotations. Three of its habits are kept in check: it takes unknown options
 * for arguments, reads files for arguments that start with {@code @}, and a value given to an
 * option that has none becomes an argument.
 */
public final class ArgumentParser {
  private static final String END_OF_OPTIONS = "--";
  private static final List<String> GLOBALS_WITH_VALUE = List.of("--profile", "--account");

  private final CommandRegistry commands;

  /**
   * Makes one.
   *
   * @param commands the commands there are
   */
  public ArgumentParser(CommandRegistry commands) {
    this.commands = commands;
  }

  /**
   * Parses.
   *
   * @param args the command line without the program's name
   * @return the command
   * @throws AuthException.Misconfigured if it is not understood
   */
  public Command parse(List<String> args) {
    int end = args.indexOf(END_OF_OPTIONS);
    List<String> trailing = end < 0 ? List.of() : args.subList(end + 1, args.size());
    List<String> rest = new ArrayList<>(end < 0 ? args : args.subList(0, end));
    Optional<String> named = takeCommand(rest);
    String name = named.orElseGet(() -> isVersion(rest) ? "version" : "help");
    CommandArguments arguments = arguments(name);
    try {
      if (!PlainArguments.fill(arguments, rest)) {
        arguments = arguments(name);
        fill(arguments, rest);
      }
      if (arguments.helpWanted() && !name.equals("help")) {
        return commands.help(arguments.globals(), name);
      }
      if (end >= 0 && !arguments.takesTrailing()) {
        throw AuthException.usage(name + " takes no arguments after " + END_OF_OPTIONS + ".", null);
      }
      if (named.isEmpty() && name.equals("help") && !arguments.helpWanted()) {
        return commands.home(arguments.globals());
      }
      arguments.trailing(List.copyOf(trailing));
      return arguments.toCommand();
    } catch (AuthException.Misconfigured e) {
      throw e.hint().isPresent() ? e : usage(name, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isVersion(List<String> rest) {
    return rest.remove("--version") || rest.remove("-V");
  }

  /** Takes the command's words out of the arguments. */
  private Optional<String> takeCommand(List<String> rest) {
    int first = command(rest);
    if (first < 0) {
      return Optional.empty();
    }
    String name = rest.remove(first);
    if (!commands.isGroup(name)) {
      return Optional.of(name);
    }
    int second = word(rest, first);
    if (second < 0) {
      if (rest.contains("--help") || rest.contains("-h")) {
        rest.add(name);
        return Optional.of("help");
      }
      throw AuthException.usage("Missing subcommand of " + name + ".", "keyfob help " + name);
    }
    return Optional.of(name + " " + rest.remove(second));
  }

  /** Where the command is: values of options that only it knows may stand before it. */
  private int command(List<String> args) {
    int first = word(args, 0);
    int found = first;
    while (found > 0 && args.get(found - 1).startsWith("-") && !isCommand(args.get(found))) {
      found = word(args, found + 1);
    }
    return found >= 0 && isCommand(args.get(found)) ? found : first;
  }

  private boolean isCommand(String word) {
    return commands.isGroup(word) || commands.names().contains(word);
  }

  /** The next argument that is neither an option nor the value of a global one; -1 if none. */
  private static int word(List<String> args, int from) {
    for (int i = from; i < args.size(); i++) {
      String arg = args.get(i);
      if (GLOBALS_WITH_VALUE.contains(arg)) {
        i++;
      } else if (!arg.startsWith("-")) {
        return i;
      }
    }
    return -1;
  }

  private CommandArguments arguments(String name) {
    return commands.arguments(name).orElseThrow(() -> unknown(name));
  }

  /** Fills in with JCommander. */
  static void fill(CommandArguments arguments, List<String> args) {
    JCommander parser = JCommander.newBuilder().addObject(arguments).expandAtSign(false).build();
    try {
      parser.createDescriptions();
      parser.parse(separated(args, parser).toArray(String[]::new));
    } catch (ParameterException e) {
      throw AuthException.usage(e.getMessage() + ".", null);
    }
    for (String positional : arguments.positionals()) {
      if (positional.length() > 1
          && positional.startsWith("-")
          && !arguments.mayBeOption(positional)) {
        throw noOption(positional, parser);
      }
    }
  }

  /** Takes {@code --option=value} apart, and drops a switch's repetition, which would undo it. */
  private static List<String> separated(List<String> args, JCommander parser) {
    List<String> separated = new ArrayList<>();
    for (String arg : args) {
      int sign = arg.startsWith("--") ? arg.indexOf('=') : -1;
      String name = sign < 0 ? arg : arg.substring(0, sign);
      ParameterDescription option = find(parser, name);
      boolean isSwitch = option != null && option.getParameterized().getType() == boolean.class;
      if (sign < 0) {
        if (!isSwitch || !separated.contains(arg)) {
          separated.add(arg);
        }
        continue;
      }
      if (option == null) {
        throw noOption(name, parser);
      }
      if (isSwitch) {
        // What was given may be a key, and is not repeated.
        throw AuthException.usage(
            "The option "
                + name
                + " takes no value; secrets are typed or piped in, never passed as arguments.",
            null);
      }
      separated.add(name);
      separated.add(arg.substring(sign + 1));
    }
    return separated;
  }

  private static AuthException noOption(String name, JCommander parser) {
    List<String> known = new ArrayList<>();
    for (ParameterDescription option : parser.getParameters()) {
      known.addAll(List.of(option.getParameter().names()));
    }
    String closest = name.startsWith("--") ? Suggestions.of(name, known) : null;
    return AuthException.usage(
        "Unknown option: " + name + "." + (closest == null ? "" : " Did you mean " + closest + "?"),
        null);
  }

  private static @Nullable ParameterDescription find(JCommander parser, String name) {
    for (ParameterDescription option : parser.getParameters()) {
      if (List.of(option.getParameter().names()).contains(name)) {
        return option;
      }
    }
    return null;
  }

  private static AuthException usage(String name, String message) {
    return AuthException.usage(message, "keyfob help " + name);
  }

  private AuthException unknown(String name) {
    int blank = name.indexOf(' ');
    String closest = Suggestions.of(name, blank < 0 ? commands.words() : commands.names());
    String group = blank < 0 ? "" : name.substring(0, blank);
    String hint =
        closest == null ? "help " + group : commands.isGroup(closest) ? "help " + closest : closest;
    return AuthException.usage("Unknown command: " + name + ".", "keyfob " + hint.strip());
  }
}
