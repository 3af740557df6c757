package dev.keyfob.cli.proxy;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a service may take a path for. Servers differ in how often they decode a path, whether a
 * backslash is a slash, and whether parameters of a segment count (RFC 3986 sections 2.4 and 3.3);
 * a rule about paths holds only if it holds for every reading.
 */
final class PathReadings {
  private static final int MOST_DECODINGS = 4;
  private static final int HEX = 16;
  private static final int ESCAPED = 3;

  private PathReadings() {}

  /**
   * Every reading of a path.
   *
   * @param path the path as it was sent, with its slash at the beginning
   * @return the readings; empty if the path is malformed, holds a control character however it is
   *     written, or may lead out of the API's own path
   */
  static Optional<Set<String>> of(String path) {
    Set<String> readings = new LinkedHashSet<>();
    String now = path;
    for (int decodings = 0; decodings <= MOST_DECODINGS; decodings++) {
      String slashed = now.replace('\\', '/');
      String bare = withoutParameters(slashed);
      if (hasControl(now) || hasDots(slashed) || hasDots(bare)) {
        return Optional.empty();
      }
      readings.add(slashed);
      readings.add(bare);
      String next = decoded(now);
      if (next == null) {
        // Of what was decoded once, a percent sign may be a part: "100%25".
        return decodings == 0 ? Optional.empty() : Optional.of(readings);
      }
      if (next.equals(now)) {
        return Optional.of(readings);
      }
      now = next;
    }
    return Optional.empty();
  }

  private static boolean hasControl(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      // 0xC0 and 0xC1 begin nothing but overlong forms of ASCII, which some servers decode.
      if (c < ' ' || c == 0x7f || c == 0xC0 || c == 0xC1) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasDots(String path) {
    if (path.indexOf('.') < 0) {
      return false;
    }
    for (String segment : path.split("/", -1)) {
      String bare = segment.strip();
      if (bare.equals(".") || bare.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static String withoutParameters(String path) {
    return path.indexOf(';') < 0 ? path : path.replaceAll(";[^/]*", "");
  }

  /** Decodes once, a byte to a character; null if a percent sign begins no escape. */
  private static @org.jspecify.annotations.Nullable String decoded(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    StringBuilder text = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '%') {
        text.append(c);
        continue;
      }
      int high = i + 2 < path.length() ? Character.digit(path.charAt(i + 1), HEX) : -1;
      int low = high < 0 ? -1 : Character.digit(path.charAt(i + 2), HEX);
      if (low < 0) {
        return null;
      }
      text.append((char) (high * HEX + low));
      i += ESCAPED - 1;
    }
    return text.toString();
  }
}
