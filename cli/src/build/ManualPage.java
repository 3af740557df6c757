import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the manual page of its template, keyfob.1 beside this file, and of the texts that {@code
 * keyfob help} prints, so that the two never say different things.
 *
 * <p>Usage: {@code java ManualPage.java TEMPLATE HELP_TEXTS VERSION TIMESTAMP OUTPUT}
 */
final class ManualPage {
  /** Names, a value after one blank if there is one, and what the option does. */
  private static final Pattern OPTION =
      Pattern.compile("  ((?:-\\w, )?--?[\\w-]+(?: [^ ]+)?) *(.*)");

  private final Path texts;
  private final StringBuilder page = new StringBuilder();

  private ManualPage(Path texts) {
    this.texts = texts;
  }

  public static void main(String[] args) throws IOException {
    Path texts = Path.of(args[1]);
    String page =
        Files.readString(Path.of(args[0]))
            .replace("@VERSION@", args[2])
            .replace("@DATE@", args[3].substring(0, "2026-01-01".length()))
            .replace("@OPTIONS@\n", new ManualPage(texts).globalOptions())
            .replace("@COMMANDS@\n", new ManualPage(texts).commands());
    Path output = Path.of(args[4]);
    Files.createDirectories(output.getParent());
    Files.write(output, page.getBytes(StandardCharsets.UTF_8));
  }

  private String globalOptions() throws IOException {
    line(".SH OPTIONS");
    blocks(text("keyfob")).stream()
        .filter(block -> block.getFirst().startsWith("Options"))
        .forEach(block -> terms(block.subList(1, block.size())));
    return page.toString();
  }

  private String commands() throws IOException {
    line(".SH COMMANDS");
    for (String word : words("keyfob")) {
      List<List<String>> blocks = blocks(text(word));
      boolean group = blocks.stream().anyMatch(block -> block.getFirst().equals("Commands"));
      if (group) {
        for (String second : words(word)) {
          command(word + " " + second);
        }
      } else {
        command(word);
      }
    }
    return page.toString();
  }

  /** The commands that a text gives an overview of: where an indented word has an explanation. */
  private List<String> words(String topic) throws IOException {
    List<String> words = new ArrayList<>();
    for (List<String> block : blocks(text(topic))) {
      for (String line : block.subList(1, block.size())) {
        String word = line.strip().split(" ", 2)[0];
        String file = (topic.equals("keyfob") ? "" : topic + "-") + word;
        if (line.startsWith("  ") && !word.equals("keyfob") && Files.exists(file(file))) {
          words.add(word);
        }
      }
    }
    return words;
  }

  private void command(String name) throws IOException {
    line(".SS keyfob " + escaped(name));
    List<List<String>> blocks = blocks(text(name.replace(' ', '-')));
    blocks.stream().filter(block -> block.getFirst().equals("Usage")).forEach(this::verbatim);
    for (List<String> block : blocks) {
      if (block.getFirst().equals("Usage")) {
        continue;
      }
      boolean headed = block.size() > 1 && block.get(1).startsWith("  ");
      boolean colon = headed && !block.getFirst().endsWith(":");
      line(".PP");
      line(escaped(block.getFirst()) + (colon ? ":" : ""));
      if (headed && block.get(1).startsWith("  -")) {
        terms(block.subList(1, block.size()));
      } else if (headed) {
        line(".PP");
        verbatim(block);
      } else {
        block.subList(1, block.size()).forEach(text -> line(escaped(text)));
      }
    }
  }

  /** The lines under a heading, as they are. */
  private void verbatim(List<String> block) {
    line(".EX");
    block.subList(1, block.size()).forEach(text -> line(escaped(text.substring(2))));
    line(".EE");
  }

  /** Options with what they do, which may go on in further lines. */
  private void terms(List<String> lines) {
    for (String text : lines) {
      Matcher option = OPTION.matcher(text);
      if (!option.matches()) {
        line(escaped(text.strip()));
        continue;
      }
      line(".TP");
      line(".B " + escaped(option.group(1)));
      if (!option.group(2).isEmpty()) {
        line(escaped(option.group(2)));
      }
    }
  }

  private Path file(String topic) {
    return texts.resolve("help-" + topic + ".txt");
  }

  private String text(String topic) throws IOException {
    return Files.readString(file(topic));
  }

  private static List<List<String>> blocks(String text) {
    List<List<String>> blocks = new ArrayList<>();
    for (String block : text.strip().split("\n\n")) {
      blocks.add(List.of(block.split("\n")));
    }
    return blocks;
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
