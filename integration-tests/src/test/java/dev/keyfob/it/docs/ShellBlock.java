package dev.keyfob.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A code block of commands: one without a language, or with that of a shell.
 *
 * @param line where it begins in its document, counted from 1
 * @param shell {@code bash}, {@code zsh} or {@code fish}
 * @param commands what a reader copies: where prompts are shown, the lines after them alone
 * @param note the comment above it, of those that {@link DocumentedCommandsIT} explains
 */
record ShellBlock(int line, String shell, String commands, Optional<String> note) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:<!-- (not run: [^>]+?|fresh home) -->\n)?```(|sh|bash|zsh|fish)\n(.*?)```\n",
          Pattern.DOTALL);
  private static final Pattern OTHER = Pattern.compile("```[a-z]+\n.*?```\n", Pattern.DOTALL);

  /** All of a document, in their order. */
  static List<ShellBlock> in(Path document) {
    try {
      String text = Files.readString(document);
      // Code in other languages stays as so many empty lines, so that nothing is read into it.
      String shells =
          OTHER
              .matcher(text)
              .replaceAll(
                  found ->
                      found.group().matches("(?s)```(sh|bash|zsh|fish)\n.*")
                          ? Matcher.quoteReplacement(found.group())
                          : "\n".repeat((int) found.group().lines().count()));
      List<ShellBlock> blocks = new ArrayList<>();
      Matcher matcher = BLOCK.matcher(shells);
      while (matcher.find()) {
        int line = 1 + (int) shells.substring(0, matcher.start(2)).lines().count();
        String shell = matcher.group(2).matches("zsh|fish") ? matcher.group(2) : "bash";
        blocks.add(
            new ShellBlock(
                line, shell, typed(matcher.group(3)), Optional.ofNullable(matcher.group(1))));
      }
      return blocks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String typed(String block) {
    if (block.lines().noneMatch(line -> line.startsWith("$ "))) {
      return block;
    }
    StringBuilder typed = new StringBuilder();
    block
        .lines()
        .filter(line -> line.startsWith("$ "))
        .forEach(line -> typed.append(line.substring(2)).append('\n'));
    return typed.toString();
  }
}
