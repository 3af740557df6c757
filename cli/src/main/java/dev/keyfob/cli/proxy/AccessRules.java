package dev.keyfob.cli.proxy;

import dev.keyfob.auth.api.AuthException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What may be asked for. Without a rule everything; with one, only what a rule allows.
 *
 * @param rules any of them suffices
 */
public record AccessRules(List<Rule> rules) {
  /** Everything may be asked for. */
  public static final AccessRules NONE = new AccessRules(List.of());

  private static final Pattern FORM = Pattern.compile("(\\*|[A-Za-z]+):(/.*)");

  /**
   * One rule.
   *
   * @param method the method, {@code *} for any
   * @param path what the whole path has to match
   */
  public record Rule(String method, Pattern path) {}

  /** Copies what it is given. */
  public AccessRules {
    rules = List.copyOf(rules);
  }

  /**
   * Reads rules.
   *
   * @param rules each {@code METHOD:/path}: the method may be {@code *}, a segment of the path
   *     {@code *}, and its end {@code **}
   * @return the rules
   * @throws AuthException.Misconfigured if one has another form
   */
  public static AccessRules parse(List<String> rules) {
    List<Rule> parsed = new ArrayList<>();
    for (String rule : rules) {
      var parts = FORM.matcher(rule);
      if (!parts.matches()) {
        throw malformed(rule);
      }
      String path = parts.group(2);
      if (PathReadings.of(path).isEmpty() || path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
        throw malformed(rule);
      }
      parsed.add(new Rule(parts.group(1).toUpperCase(Locale.ROOT), pattern(rule, path)));
    }
    return new AccessRules(parsed);
  }

  private static Pattern pattern(String rule, String path) {
    StringBuilder expression = new StringBuilder();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      String segment = segments[i];
      if (segment.equals("**") && i == segments.length - 1) {
        expression.append("(/.*)?");
      } else if (segment.equals("*")) {
        expression.append("/[^/]+");
      } else if (segment.indexOf('*') >= 0) {
        throw malformed(rule);
      } else {
        expression.append('/').append(Pattern.quote(segment));
      }
    }
    return Pattern.compile(expression.toString(), Pattern.DOTALL);
  }

  private static AuthException malformed(String rule) {
    return AuthException.usage(
        "\"" + rule + "\" is no rule: METHOD:/path, with * for one segment and ** at the end.",
        "keyfob proxy --allow 'GET:/repos/**'");
  }

  /**
   * Whether a request may be passed on.
   *
   * @param method its method
   * @param path its path below the secret, as it was sent
   * @return false too if the path is one that no rule can be sure of
   */
  boolean allow(String method, String path) {
    if (rules.isEmpty()) {
      return true;
    }
    var readings = PathReadings.of(path);
    return readings.isPresent()
        && rules.stream()
            .anyMatch(
                rule ->
                    (rule.method().equals("*") || rule.method().equals(method))
                        && readings.get().stream()
                            .allMatch(reading -> rule.path().matcher(reading).matches()));
  }
}
