package dev.keyfob.auth.api;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Appends a path to the address of an API, and refuses one that leads out of it. */
final class ApiPath {
  private static final Pattern TRAILING_SLASHES = Pattern.compile("/+$");
  private static final Pattern SEPARATORS = Pattern.compile("[/\\\\]+");
  // Servers and proxies decode a path once or twice; beyond that nobody takes it for dots.
  private static final int MAX_DECODINGS = 3;

  private ApiPath() {}

  static URI resolve(URI base, String path) {
    String prefix = TRAILING_SLASHES.matcher(base.toString()).replaceFirst("");
    URI target;
    try {
      target = HostUri.of(path.startsWith("/") ? prefix + path : prefix + "/" + path);
    } catch (IllegalArgumentException e) {
      throw AuthException.usage("That is not a valid path: " + path, null);
    }
    if (leavesBase(pathOnly(path))) {
      throw AuthException.usage("That path leads out of the API at " + prefix + ": " + path, null);
    }
    return target;
  }

  private static String pathOnly(String path) {
    return path.split("[?#]", 2)[0];
  }

  /** Whether any reading of the path, decoded once or again, climbs above where it starts. */
  private static boolean leavesBase(String path) {
    String reading = path;
    for (int i = 0; i <= MAX_DECODINGS; i++) {
      if (climbs(reading)) {
        return true;
      }
      String decoded = decode(reading);
      if (decoded.equals(reading)) {
        return false;
      }
      reading = decoded;
    }
    return false;
  }

  private static boolean climbs(String path) {
    int depth = 0;
    for (String segment : SEPARATORS.split(path, -1)) {
      String name = segment.split(";", 2)[0]; // servers drop path parameters: "..;x" is ".."
      if (name.equals("..")) {
        depth--;
      } else if (!name.isEmpty() && !name.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  private static String decode(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path; // what was decoded before held a percent sign that begins nothing
    }
  }
}
