package dev.keyfob.cli.command.info;

import dev.keyfob.cli.command.CommandCatalog;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.CommandGroup;
import dev.keyfob.cli.command.OptionDescription;
import dev.keyfob.cli.command.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pages that {@code keyfob help} prints, made of the descriptions of the commands. */
final class HelpPages {
  private static final String INTRODUCTION =
      """
      keyfob: log in once; every script, program and agent gets a fresh credential.

        keyfob login heygen               log in, in the browser or with a key
        keyfob token heygen --header | curl -H @- https://api.heygen.com/v3/users/me
        keyfob api heygen /v3/users/me    the same, renewed when needed

      Usage
        keyfob [OPTIONS] COMMAND [PROFILE] ...
      """;
  private static final String EXIT_CODES =
      """

      Exit codes
        0 done   1 service or network failed   2 usage   3 a login is needed
        4 timed out   5 store not available   130 cancelled

      Topics of keyfob help
        environment   exit-codes   profile   json   services
      """;

  private final CommandCatalog commands;
  private final StringBuilder page = new StringBuilder();

  private HelpPages(CommandCatalog commands) {
    this.commands = commands;
  }

  /** All commands in a few lines. */
  static String overview(CommandCatalog commands) {
    HelpPages pages = new HelpPages(commands);
    pages.overview();
    return pages.page.toString();
  }

  /** The page on a command or a group; empty if there is none of that name. */
  static Optional<String> of(CommandCatalog commands, String topic) {
    HelpPages pages = new HelpPages(commands);
    commands.find(topic).ifPresent(pages::command);
    commands.group(topic).ifPresent(pages::group);
    return Optional.of(pages.page.toString()).filter(text -> !text.isEmpty());
  }

  /** The page on a command under its name, as one of many. */
  static String titled(CommandCatalog commands, String name) {
    String title = "keyfob " + name;
    return title + "\n" + "-".repeat(title.length()) + "\n" + of(commands, name).orElseThrow();
  }

  /** The commands that start with a word, in a few words. */
  static String summary(CommandCatalog commands, String word) {
    return commands
        .group(word)
        .map(group -> group.summary() + ": " + String.join(", ", commands.members(word)))
        .or(() -> commands.find(word).map(CommandDescription::summary))
        .orElse("");
  }

  private void overview() {
    page.append(INTRODUCTION);
    Map<Section, Terms> sections = new LinkedHashMap<>();
    for (Section section : Section.values()) {
      sections.put(section, new Terms());
    }
    for (String word : commands.words()) {
      String first = commands.isGroup(word) ? word + " " + commands.members(word).getFirst() : word;
      Section section = commands.find(first).orElseThrow().section();
      sections.computeIfAbsent(section, _ -> new Terms()).add(word, summary(commands, word));
    }
    sections.forEach((section, terms) -> list(section.title(), terms));
    options("Options of every command", commands.globalOptions());
    page.append(EXIT_CODES);
  }

  private void group(CommandGroup group) {
    page.append(group.text());
    heading("Usage");
    page.append("  keyfob ").append(group.word()).append(" COMMAND\n");
    Terms terms = new Terms();
    for (String member : commands.members(group.word())) {
      CommandDescription command = commands.find(group.word() + " " + member).orElseThrow();
      String arguments = command.usage().getFirst().replace(" [OPTIONS]", "");
      terms.add((member + " " + arguments).strip(), command.summary());
    }
    list("Commands", terms);
    examples(group.examples());
  }

  private void command(CommandDescription command) {
    page.append(command.text());
    heading("Usage");
    for (String usage : command.usage()) {
      page.append(("  keyfob " + command.name() + " " + usage).stripTrailing()).append('\n');
    }
    if (!command.details().isEmpty()) {
      page.append('\n').append(command.details());
    }
    commands.options(command.name()).stream()
        .collect(
            Collectors.groupingBy(
                OptionDescription::category, LinkedHashMap::new, Collectors.toList()))
        .forEach(this::options);
    examples(command.examples());
  }

  private void options(String title, List<OptionDescription> options) {
    Terms terms = new Terms();
    options.forEach(option -> terms.add(option.label(), option.text()));
    list(title, terms);
  }

  private void list(String title, Terms terms) {
    heading(title);
    page.append(terms);
  }

  private void examples(String lines) {
    heading("Examples");
    page.append(lines.indent(2));
  }

  private void heading(String title) {
    page.append('\n').append(title).append('\n');
  }
}
