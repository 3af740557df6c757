import dev.keyfob.cli.Commands;
import dev.keyfob.cli.command.CommandCatalog;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.OptionDescription;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the manual page of its template, keyfob.1 beside this file, and of the descriptions of the
 * commands, which are what {@code keyfob help} prints, so that the two never say different things.
 *
 * <p>Usage: {@code java -cp CLASSES ManualPage.java TEMPLATE VERSION TIMESTAMP OUTPUT COMPRESSED}.
 * The pages of the single commands are written beside OUTPUT, and all of them once more into the
 * folder COMPRESSED, as Debian wants them.
 */
final class ManualPage {
  private final CommandCatalog commands = new Commands();
  private final StringBuilder page = new StringBuilder();

  public static void main(String[] args) throws IOException {
    String date = args[2].substring(0, "2026-01-01".length());
    String page =
        Files.readString(Path.of(args[0]))
            .replace("@VERSION@", args[1])
            .replace("@DATE@", date)
            .replace("@OPTIONS@\n", new ManualPage().globalOptions())
            .replace("@COMMANDS@\n", new ManualPage().commands());
    Path output = Path.of(args[3]);
    Path compressed = Path.of(args[4]);
    write(page, output, compressed);
    for (String name : new Commands().names()) {
      write(
          new ManualPage().single(name, args[1], date),
          output.resolveSibling("keyfob-" + name.replace(' ', '-') + ".1"),
          compressed);
    }
  }

  /** GZIPOutputStream writes no time, so that the same page is the same file. */
  private static void write(String page, Path output, Path compressed) throws IOException {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    Files.createDirectories(output.getParent());
    Files.write(output, bytes);
    Files.createDirectories(compressed);
    try (OutputStream out =
        new GZIPOutputStream(
            Files.newOutputStream(compressed.resolve(output.getFileName() + ".gz")))) {
      out.write(bytes);
    }
  }

  /** A page for one command, for {@code man keyfob-login}. */
  private String single(String name, String version, String date) {
    CommandDescription command = commands.find(name).orElseThrow();
    String title = "keyfob-" + name.replace(' ', '-');
    line(
        ".TH "
            + title.toUpperCase(Locale.ROOT)
            + " 1 \""
            + date
            + "\" \"keyfob "
            + version
            + "\" \"User Commands\"");
    line(".SH NAME");
    line(escaped(title) + " \\- " + escaped(command.summary()));
    line(".SH DESCRIPTION");
    command(command);
    line(".SH OPTIONS OF EVERY COMMAND");
    options(commands.globalOptions());
    line(".SH SEE ALSO");
    line(".BR keyfob (1)");
    return page.toString();
  }

  private String globalOptions() {
    line(".SH OPTIONS");
    options(commands.globalOptions());
    return page.toString();
  }

  private String commands() {
    line(".SH COMMANDS");
    for (String name : commands.names()) {
      command(commands.find(name).orElseThrow());
    }
    return page.toString();
  }

  private void command(CommandDescription command) {
    line(".SS keyfob " + escaped(command.name()));
    line(".EX");
    for (String usage : command.usage()) {
      line(escaped(("keyfob " + command.name() + " " + usage).strip()));
    }
    line(".EE");
    paragraphs(command.text());
    paragraphs(command.details());
    commands.options(command.name()).stream()
        .collect(
            Collectors.groupingBy(
                OptionDescription::category, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (category, options) -> {
              heading(category);
              options(options);
            });
    heading("Examples");
    line(".PP");
    verbatim(command.examples().lines().toList());
  }

  /** Lines that are indented are printed as they are. */
  private void paragraphs(String text) {
    for (String paragraph : text.strip().split("\n\n")) {
      List<String> plain = paragraph.lines().takeWhile(line -> !line.startsWith(" ")).toList();
      if (paragraph.isEmpty()) {
        continue;
      }
      line(".PP");
      plain.forEach(sentence -> line(escaped(sentence)));
      List<String> indented = paragraph.lines().skip(plain.size()).toList();
      if (!indented.isEmpty()) {
        line(".PP");
        verbatim(indented.stream().map(indent -> indent.substring(2)).toList());
      }
    }
  }

  private void heading(String title) {
    line(".PP");
    line(escaped(title) + ":");
  }

  private void verbatim(List<String> lines) {
    line(".EX");
    lines.forEach(text -> line(escaped(text)));
    line(".EE");
  }

  private void options(List<OptionDescription> options) {
    for (OptionDescription option : options) {
      line(".TP");
      line(".B " + escaped(option.label()));
      line(escaped(option.text()));
    }
  }

  private static String escaped(String text) {
    String escaped =
        text.replace("\\", "\\e")
            .replace("-", "\\-")
            .replace("'", "\\(aq")
            .replace("^", "\\(ha")
            .replace("~", "\\(ti")
            .replace("`", "\\(ga")
            .replace("\"", "\\(dq");
    return escaped.startsWith(".") ? "\\&" + escaped : escaped;
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
