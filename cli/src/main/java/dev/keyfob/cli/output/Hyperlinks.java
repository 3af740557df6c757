package dev.keyfob.cli.output;

import dev.keyfob.auth.api.spi.support.Environment;
import dev.keyfob.cli.system.SafeText;
import dev.keyfob.cli.system.SystemEnvironment;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that can be clicked as a whole, over the end of a line too, by the escape sequence OSC
 * 8. Terminals that do not know it should pass it over, and some do not; so only those that are
 * known to know it get it. Never in a pipe.
 */
public final class Hyperlinks {
  private static final String START = "\u001b]8;;";
  private static final String END = "\u001b\\";
  private static final Set<String> PROGRAMS =
      Set.of("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio");
  private static final Set<String> TERMS =
      Set.of("xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm", "contour");
  private static final int VTE = 5000;
  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

  private Hyperlinks() {}

  /**
   * An address as one of the standard streams can show it.
   *
   * @param address an address of the web
   * @param system tells of the terminal
   * @param terminal whether the stream is one
   * @return the address, in full in any case
   */
  public static String of(URI address, SystemEnvironment system, boolean terminal) {
    String text = SafeText.line(address.toString());
    String scheme = String.valueOf(address.getScheme());
    boolean web = scheme.equals("https") || scheme.equals("http");
    return web && terminal && !Style.isDumb(system) && isKnownTo(system.environment())
        ? START + address.toASCIIString() + END + text + START + END
        : text;
  }

  private static boolean isKnownTo(Map<String, String> environment) {
    String forced = environment.getOrDefault("FORCE_HYPERLINK", "").strip();
    if (!forced.isEmpty()) {
      return !forced.equals("0");
    }
    String program = environment.getOrDefault("TERM_PROGRAM", "");
    if (program.equals("tmux")) {
      return isAtLeast(environment.getOrDefault("TERM_PROGRAM_VERSION", ""), 3, 4);
    }
    return PROGRAMS.contains(program)
        || TERMS.contains(environment.getOrDefault("TERM", ""))
        || Environment.isSet(environment, "WT_SESSION")
        || Environment.isSet(environment, "KONSOLE_VERSION")
        || number(environment.getOrDefault("VTE_VERSION", "")) >= VTE;
  }

  private static boolean isAtLeast(String version, int major, int minor) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return false;
    }
    int first = Integer.parseInt(parts.group(1));
    return first > major || (first == major && Integer.parseInt(parts.group(2)) >= minor);
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,8}") ? Integer.parseInt(text) : 0;
  }
}
