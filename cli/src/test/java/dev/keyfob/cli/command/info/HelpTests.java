package dev.keyfob.cli.command.info;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.CommandTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTests {
  private static final int WIDTH = 80;
  private static final Pattern OPTION = Pattern.compile("(?m)^  (-[a-zA-Z], --[a-z-]+|--?[a-z-]+)");

  static List<String> commands() {
    return CommandTable.NAMES;
  }

  static List<String> topics() {
    List<String> topics = new ArrayList<>(CommandTable.NAMES);
    topics.addAll(CommandTable.GROUPS);
    topics.add("keyfob");
    return topics;
  }

  private static Set<String> options(CommandArguments arguments) {
    JCommander parser = JCommander.newBuilder().addObject(arguments).build();
    parser.createDescriptions();
    Set<String> names = new TreeSet<>();
    for (ParameterDescription option : parser.getParameters()) {
      names.addAll(List.of(option.getParameter().names()));
    }
    return names;
  }

  private static Set<String> globals() {
    return options(Objects.requireNonNull(CommandTable.arguments("version")));
  }

  private static Set<String> described(String topic) {
    Set<String> names = new TreeSet<>();
    Matcher line = OPTION.matcher(HelpCommand.text(topic));
    while (line.find()) {
      names.addAll(List.of(line.group(1).split(", ", -1)));
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("topics")
  void text_topic_fitsATerminalAndEndsInALine(String topic) {
    String text = HelpCommand.text(topic);
    assertTrue(text.endsWith("\n") && !text.endsWith("\n\n"));
    text.lines().forEach(line -> assertTrue(line.length() <= WIDTH, line));
    assertTrue(text.contains("\nUsage\n  keyfob "), text);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void text_command_hasAnExample(String command) {
    String first = command.equals("version") ? "--version" : command;
    assertTrue(
        Pattern.compile("(?s)\nExamples\n.*keyfob (help )?" + first)
            .matcher(HelpCommand.text(command))
            .find());
  }

  /** Neither an option that nobody is told of nor one that does not exist. */
  @ParameterizedTest
  @MethodSource("commands")
  void text_command_describesItsOptions(String command) {
    Set<String> own =
        new HashSet<>(options(Objects.requireNonNull(CommandTable.arguments(command))));
    own.removeAll(globals());
    Set<String> described = described(command);
    described.removeAll(globals());
    if (command.equals("use-pat")) {
      assertTrue(own.containsAll(described), () -> "unknown: " + described);
    } else {
      assertEquals(new TreeSet<>(own), described);
    }
  }

  @Test
  void text_overview_describesTheOptionsOfEveryCommand() {
    assertEquals(globals(), described("keyfob"));
  }

  @Test
  void text_overview_namesEveryCommand() {
    String overview = HelpCommand.text("keyfob");
    for (String command : CommandTable.NAMES) {
      String[] words = command.split(" ", -1);
      assertTrue(overview.contains("\n  " + words[0] + " "), command);
      if (words.length > 1) {
        assertTrue(HelpCommand.text(words[0]).contains("\n  " + words[1] + " "), command);
      }
    }
  }
}
