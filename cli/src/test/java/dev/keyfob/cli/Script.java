package dev.keyfob.cli;

import dev.keyfob.auth.api.AccountKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A test that reads like a terminal. A line with {@code $} is a command, {@code <} what is piped
 * into it, {@code @} a change of the stage; the lines below it are what it must leave behind:
 * {@code |} on standard output, {@code !} on standard error, {@code =} its exit code. The rest is
 * comment.
 */
final class Script {
  private static final int PICTURES = 0x2400;

  private Script() {}

  /** Plays a script and writes down what really happens, in the same form. */
  static String play(String script, Stage stage) {
    StringBuilder played = new StringBuilder();
    String input = "";
    for (String line : script.lines().toList()) {
      if (line.startsWith("|") || line.startsWith("!") || line.startsWith("=")) {
        continue;
      }
      played.append(line).append('\n');
      if (line.startsWith("@")) {
        direct(line.substring(1), stage);
      } else if (line.startsWith("<")) {
        input = line.substring(1).strip() + "\n";
      } else if (line.startsWith("$ keyfob")) {
        Stage.Outcome outcome =
            stage.run(words(invisible(line.substring("$ keyfob".length()))), input);
        input = "";
        mark(played, "|", outcome.out());
        mark(played, "!", outcome.err());
        played.append("= ").append(outcome.code()).append('\n');
      }
    }
    return played.toString();
  }

  private static void mark(StringBuilder played, String mark, String text) {
    for (String line : visible(text).lines().toList()) {
      played.append((mark + " " + line).stripTrailing()).append('\n');
    }
  }

  private static void direct(String direction, Stage stage) {
    String[] words = direction.split(" ", 3);
    switch (words[0]) {
      case "env" -> stage.env(words[1], words.length > 2 ? words[2] : "");
      case "tty" -> stage.tty(words[1].equals("all") ? FakeTty.ALL : FakeTty.NONE);
      case "type" -> stage.typing(invisible(words[1]));
      case "file" -> stage.file(words[1], words[2]);
      case "remove" -> stage.remove(words[1]);
      case "session" -> stage.session(words[1], "default", Duration.parse(words[2]));
      case "damaged" -> stage.store().givenDamaged(AccountKey.of("acme"));
      case "unreadable" -> stage.store().failReads("The store does not answer.");
      case "keychain" -> stage.keychain(words[1].equals("answers"));
      case "login" -> stage.loginEnds(words[1]);
      case "renewal" -> stage.renewalEnds(words[1]);
      case "confirm" -> stage.confirm();
      case "wait" -> stage.clock().advance(Duration.parse(words[1]));
      default -> throw new AssertionError("no such direction: " + direction);
    }
  }

  /** Control characters as the pictures that Unicode has of them. */
  private static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    text.replace("\r\n", "\n")
        .chars()
        .forEach(c -> visible.append((char) (c < ' ' && c != '\n' ? c + PICTURES : c)));
    return visible.toString();
  }

  private static String invisible(String text) {
    StringBuilder invisible = new StringBuilder();
    text.chars()
        .forEach(
            c -> invisible.append((char) (c >= PICTURES && c < PICTURES + ' ' ? c - PICTURES : c)));
    return invisible.toString();
  }

  /** Words between blanks; single quotes keep blanks. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    for (char c : (line + " ").toCharArray()) {
      if (c == '\'') {
        quoted = !quoted;
        any = true;
      } else if (c == ' ' && !quoted) {
        if (any) {
          words.add(word.toString());
        }
        word.setLength(0);
        any = false;
      } else {
        word.append(c);
        any = true;
      }
    }
    return words;
  }
}
