package dev.keyfob.cli.command.api;

import dev.keyfob.auth.api.AuthException;

/**
 * A field of a request, as {@code -F} and {@code -f} give it.
 *
 * @param name its name
 * @param value what follows the equals sign
 * @param typed whether numbers, true, false, null and {@code @file} are more than their letters
 */
record ApiField(String name, String value, boolean typed) {
  static ApiField of(String pair, boolean typed) {
    int sign = pair.indexOf('=');
    if (sign < 1) {
      throw AuthException.usage("A field must have the form name=value.", null);
    }
    return new ApiField(pair.substring(0, sign), pair.substring(sign + 1), typed);
  }
}
