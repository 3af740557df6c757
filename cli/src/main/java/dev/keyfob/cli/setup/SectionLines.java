package dev.keyfob.cli.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lines below headers in brackets, as TOML and git have them. A program that rewrites its settings
 * may put lines of its own among them, and lose comments.
 */
final class SectionLines {
  private static final Pattern SIMPLE_NAME = Pattern.compile("[\"']([A-Za-z0-9_-]+)[\"']");

  private final List<Section> ours;

  /**
   * A section.
   *
   * @param header its name, spelled in one way; empty for what comes before any header
   * @param lines the lines below the header, without the blanks around them
   * @param start the number of the line that is the header, or stands before the first line
   * @param end the number of the line after it
   */
  private record Section(String header, List<String> lines, int start, int end) {
    boolean holds(Section other) {
      return header.equals(other.header) && lines.containsAll(other.lines);
    }
  }

  /**
   * Takes them apart.
   *
   * @param lines headers with lines below them
   */
  SectionLines(String lines) {
    ours = sections(split(lines)).stream().filter(s -> !s.header().isEmpty()).toList();
  }

  /** Whether all of them are in a text, in any order and among others. */
  boolean isIn(String text) {
    List<Section> all = sections(split(text));
    return ours.stream().allMatch(own -> all.stream().anyMatch(there -> there.holds(own)));
  }

  /** Whether a text has something of its own under one of the names, in any of TOML's spellings. */
  boolean isTaken(String text) {
    for (Section there : sections(split(text))) {
      for (Section own : ours) {
        if (there.header().equals(own.header()) && !there.holds(own)) {
          return true;
        }
        if (there.lines().stream().anyMatch(line -> isKeyOf(there.header(), line, own.header()))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a line below another header says {@code name = …}, or part of it. */
  private static boolean isKeyOf(String header, String line, String name) {
    int sign = line.indexOf('=');
    if (sign < 0 || line.startsWith("#") || header.equals(name) || below(header, name)) {
      return false;
    }
    String key = simple(line.substring(0, sign));
    String full = header.isEmpty() ? key : header + "." + key;
    return full.equals(name) || below(full, name) || below(name, full);
  }

  /**
   * A text without them. A section goes when nothing else is left in it.
   *
   * @param whole whether a section goes with all that was added to it, and with those below it
   * @param marks lines that go wherever they are
   */
  String remove(String text, boolean whole, List<String> marks) {
    List<String> lines = split(text);
    boolean[] gone = new boolean[lines.size()];
    List<Section> all = sections(lines);
    for (Section own : ours) {
      for (Section there : all) {
        if (there.holds(own)) {
          gone[there.start()] = clear(lines, there, whole ? List.of() : own.lines(), gone);
        } else if (whole && below(there.header(), own.header())) {
          gone[there.start()] = clear(lines, there, List.of(), gone);
        }
      }
    }
    StringBuilder left = new StringBuilder();
    for (int i = 0; i < gone.length; i++) {
      if (!gone[i] && !marks.contains(lines.get(i).strip())) {
        left.append(lines.get(i));
      }
    }
    return left.toString();
  }

  /** Marks lines of a section, all if none are named, and tells whether nothing is left. */
  private static boolean clear(
      List<String> lines, Section there, List<String> own, boolean[] gone) {
    boolean empty = true;
    for (int i = there.start() + 1; i < there.end(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        gone[i] = own.isEmpty() || own.contains(line);
        empty &= gone[i];
      }
    }
    return empty;
  }

  private static boolean below(String name, String other) {
    return name.startsWith(other + ".");
  }

  /** With their ends. */
  private static List<String> split(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)", -1));
  }

  private static List<Section> sections(List<String> lines) {
    List<Section> found = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= lines.size(); i++) {
      if (i == lines.size() || lines.get(i).strip().startsWith("[")) {
        String header = start < 0 ? "" : header(lines.get(start).strip());
        List<String> below =
            lines.subList(start + 1, i).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        found.add(new Section(header, below, start, i));
        start = i;
      }
    }
    return found;
  }

  private static String header(String line) {
    int end = line.lastIndexOf(']');
    return simple(line.substring(1, end < 1 ? line.length() : end));
  }

  private static String simple(String name) {
    return SIMPLE_NAME
        .matcher(name.strip())
        .replaceAll("$1")
        .replaceAll("\\s*\\.\\s*", ".")
        .strip();
  }
}
