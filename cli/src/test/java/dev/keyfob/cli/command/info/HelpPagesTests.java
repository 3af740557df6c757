package dev.keyfob.cli.command.info;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import dev.keyfob.cli.Commands;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.CommandDescription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpPagesTests {
  private static final int WIDTH = 80;
  private static final Pattern OPTION = Pattern.compile("(?m)^  (--?[a-zA-Z-]+(?:, --[a-z-]+)*)");
  private static final Commands COMMANDS = new Commands();

  static List<String> commands() {
    return COMMANDS.names();
  }

  static List<String> topics() {
    List<String> topics = new ArrayList<>(COMMANDS.names());
    COMMANDS.words().stream().filter(COMMANDS::isGroup).forEach(topics::add);
    return topics;
  }

  private static String page(String topic) {
    return HelpPages.of(COMMANDS, topic).orElseThrow();
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

  private static Set<String> options(String command) {
    return options(COMMANDS.arguments(command).orElseThrow());
  }

  private static Set<String> described(String page) {
    Set<String> names = new TreeSet<>();
    Matcher line = OPTION.matcher(page);
    while (line.find()) {
      names.addAll(List.of(line.group(1).split(", ", -1)));
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("topics")
  void page_topic_fitsATerminalAndEndsInALine(String topic) {
    String text = page(topic);
    assertTrue(text.endsWith("\n") && !text.endsWith("\n\n"), text);
    assertFalse(text.contains("\n\n\n"), text);
    text.lines().forEach(line -> assertTrue(line.length() <= WIDTH, line));
    assertTrue(text.contains("\nUsage\n  keyfob " + topic), text);
  }

  @Test
  void overview_fitsATerminal() {
    HelpPages.overview(COMMANDS).lines().forEach(line -> assertTrue(line.length() <= WIDTH, line));
  }

  static List<String> pages() {
    return HelpTopics.NAMES;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void topic_fitsATerminalAndIsNamedByTheOverview(String topic) {
    String text = HelpTopics.of(topic).orElseThrow();
    text.lines().forEach(line -> assertTrue(line.length() <= WIDTH, line));
    assertTrue(HelpPages.overview(COMMANDS).contains("  " + topic), topic);
    assertTrue(page("help").contains(topic), topic);
  }

  @ParameterizedTest
  @MethodSource("topics")
  void page_topic_hasAnExample(String topic) {
    String first = topic.equals("version") ? "--version" : topic;
    assertTrue(
        Pattern.compile("(?s)\nExamples\n.*keyfob (help )?" + first).matcher(page(topic)).find());
  }

  /** Neither an option that is not described nor one that does not exist. */
  @ParameterizedTest
  @MethodSource("commands")
  void page_command_describesItsOptions(String command) {
    Set<String> own = new HashSet<>(options(command));
    own.removeAll(described(HelpPages.overview(COMMANDS)));
    Set<String> described = described(page(command));
    if (command.equals("use-pat")) {
      assertTrue(own.containsAll(described), () -> "unknown: " + described);
    } else {
      assertEquals(new TreeSet<>(own), described);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void description_hasTheNameItIsFoundBy(String command) {
    CommandDescription description = COMMANDS.find(command).orElseThrow();

    assertEquals(command, description.name());
    assertFalse(description.summary().isBlank());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void option_described_saysWhatItDoes(String command) {
    COMMANDS
        .options(command)
        .forEach(option -> assertFalse(option.text().isBlank(), option::toString));
  }

  @Test
  void overview_describesTheOptionsOfEveryCommand() {
    assertEquals(options("version"), described(HelpPages.overview(COMMANDS)));
  }

  @Test
  void overview_namesEveryCommand() {
    String overview = HelpPages.overview(COMMANDS);
    for (String command : COMMANDS.names()) {
      String[] words = command.split(" ", -1);
      assertTrue(overview.contains("\n  " + words[0] + " "), command);
      if (words.length > 1) {
        assertTrue(page(words[0]).contains("\n  " + words[1] + " "), command);
      }
    }
  }
}
