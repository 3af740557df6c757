package dev.keyfob.cli.proxy;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import java.util.regex.Pattern;

/**
 * Which requests go to which account's service.
 *
 * @param prefix the beginning of the path, which the service does not get to see; empty for the
 *     rest
 * @param key the account
 */
public record Route(String prefix, AccountKey key) {
  private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9_.~-]+)+");

  /**
   * Checks the prefix.
   *
   * @throws AuthException.Misconfigured if it is no plain path
   */
  public Route {
    if (!prefix.isEmpty()
        && (!PREFIX.matcher(prefix).matches() || PathReadings.of(prefix).isEmpty())) {
      throw AuthException.usage(
          "\"" + prefix + "\" is no plain path.", "keyfob proxy --map /github=github");
    }
  }

  /** Whether a path belongs to it: whole segments count. */
  boolean covers(String path) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || "/?".indexOf(path.charAt(prefix.length())) >= 0);
  }

  /** What the service gets to see of a path that belongs to it. */
  String below(String path) {
    String rest = path.substring(prefix.length());
    return rest.startsWith("/") ? rest : "/" + rest;
  }
}
