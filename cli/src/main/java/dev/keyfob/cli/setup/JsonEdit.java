package dev.keyfob.cli.setup;

import dev.keyfob.auth.api.AuthException;
import java.util.List;
import java.util.Optional;

/**
 * Adds and removes one member of a JSON document and leaves every other character as it is,
 * comments and trailing commas included, which several programs allow in their settings.
 */
final class JsonEdit {
  private static final String INDENT = "  ";

  private final String text;

  JsonEdit(String text) {
    this.text = text;
  }

  /**
   * A change: {@code inserted} at {@code offset}.
   *
   * @param offset where
   * @param inserted what
   */
  record Insertion(int offset, String inserted) {
    String apply(String text) {
      return text.substring(0, offset) + inserted + text.substring(offset);
    }
  }

  /** What a member found looks like in the text, from its name to the end of its value. */
  private record Member(String name, int start, int valueStart, int end) {}

  /**
   * Adds a member as the first one of an object, which is made if it is not there.
   *
   * @param path the names that lead to the object
   * @param name the member's name
   * @param value its value, JSON on one line
   * @throws AuthException.Misconfigured if the document is no JSON
   */
  Insertion add(List<String> path, String name, String value) {
    if (text.isBlank()) {
      return new Insertion(text.length(), "{" + members(path, name, value, "\n") + "\n}\n");
    }
    int object = open(skip(0));
    for (int i = 0; i < path.size(); i++) {
      Optional<Member> member = find(object, path.get(i));
      if (member.isEmpty()) {
        return into(object, i, members(path.subList(i, path.size()), name, value, indent(i)));
      }
      object = open(member.get().valueStart());
    }
    return into(object, path.size(), indent(path.size()) + quoted(name) + ": " + value);
  }

  /** The text of a member's value. */
  Optional<String> value(List<String> path, String name) {
    return member(path, name).map(found -> text.substring(found.valueStart(), found.end()));
  }

  /** The document without a member; the same if there is none. */
  String remove(List<String> path, String name) {
    Optional<Member> found = member(path, name);
    if (found.isEmpty()) {
      return text;
    }
    int start = found.get().start();
    int end = found.get().end();
    int after = skip(end);
    if (after < text.length() && text.charAt(after) == ',') {
      return text.substring(0, lineStart(start)) + text.substring(after + 1);
    }
    int before = lineStart(start);
    if (before > 0 && text.charAt(before - 1) == ',') {
      before--; // it was the last one
    }
    return text.substring(0, before) + text.substring(end);
  }

  private Optional<Member> member(List<String> path, String name) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    int object = open(skip(0));
    for (String step : path) {
      Optional<Member> member = find(object, step);
      if (member.isEmpty() || text.charAt(member.get().valueStart()) != '{') {
        return Optional.empty();
      }
      object = open(member.get().valueStart());
    }
    return find(object, name);
  }

  private Insertion into(int object, int depth, String member) {
    boolean empty = text.charAt(skip(object)) == '}';
    String close =
        empty && text.indexOf('\n', object) != skipBlanks(object)
            ? "\n" + INDENT.repeat(depth)
            : "";
    return new Insertion(object, member + (empty ? close : ","));
  }

  private static String members(List<String> path, String name, String value, String lead) {
    StringBuilder members = new StringBuilder();
    String indent = lead.equals("\n") ? "\n" + INDENT : lead;
    for (String step : path) {
      members.append(indent).append(quoted(step)).append(": {");
      indent += INDENT;
    }
    members.append(indent).append(quoted(name)).append(": ").append(value);
    for (int i = 0; i < path.size(); i++) {
      indent = indent.substring(0, indent.length() - INDENT.length());
      members.append(indent).append('}');
    }
    return members.toString();
  }

  private static String indent(int depth) {
    return "\n" + INDENT.repeat(depth + 1);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private Optional<Member> find(int object, String name) {
    int at = skip(object);
    while (text.charAt(at) != '}') {
      int start = at;
      int nameEnd = endOfText(at);
      int value = skip(expect(skip(nameEnd), ':'));
      int end = endOfValue(value);
      String found = text.substring(start + 1, nameEnd - 1);
      if (found.equals(name)) {
        return Optional.of(new Member(found, start, value, end));
      }
      at = skip(end);
      if (text.charAt(at) == ',') {
        at = skip(at + 1);
      } else if (text.charAt(at) != '}') {
        throw broken();
      }
    }
    return Optional.empty();
  }

  private int endOfValue(int at) {
    char c = at < text.length() ? text.charAt(at) : ' ';
    if (c == '"') {
      return endOfText(at);
    }
    if (c != '{' && c != '[') {
      int end = at;
      while (end < text.length() && ",}] \t\r\n/".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      return end;
    }
    int depth = 0;
    for (int i = at; i < text.length(); i++) {
      char d = text.charAt(i);
      if (d == '"') {
        i = endOfText(i) - 1;
      } else if (d == '/') {
        i = skip(i) - 1;
      } else if (d == '{' || d == '[') {
        depth++;
      } else if ((d == '}' || d == ']') && --depth == 0) {
        return i + 1;
      }
    }
    throw broken();
  }

  private int endOfText(int at) {
    expect(at, '"');
    for (int i = at + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        return i + 1;
      }
    }
    throw broken();
  }

  private int open(int at) {
    return expect(at, '{');
  }

  private int expect(int at, char c) {
    if (at >= text.length() || text.charAt(at) != c) {
      throw broken();
    }
    return at + 1;
  }

  /** The next character that is neither blank nor part of a comment. */
  private int skip(int from) {
    int at = from;
    while (true) {
      at = skipBlanks(at);
      if (text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at);
        if (end < 0) {
          throw broken();
        }
        at = end + 2;
      } else if (at < text.length()) {
        return at;
      } else {
        throw broken();
      }
    }
  }

  private int skipBlanks(int from) {
    int at = from;
    while (at < text.length() && " \t\r\n\ufeff".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  /** The break before the line that something starts on, if it starts the line. */
  private int lineStart(int at) {
    int start = at;
    while (start > 0 && " \t".indexOf(text.charAt(start - 1)) >= 0) {
      start--;
    }
    return start > 0 && text.charAt(start - 1) == '\n' ? start - 1 : at;
  }

  private static AuthException broken() {
    return AuthException.usage("The settings are not JSON that can be changed.", null);
  }
}
