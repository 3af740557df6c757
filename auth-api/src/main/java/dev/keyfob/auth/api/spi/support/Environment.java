package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.stability.Evolving;
import java.util.Map;
import java.util.Optional;

/** Reads environment variables as keyfob understands them: a blank one is not set. */
@Evolving
public final class Environment {
  private Environment() {}

  /**
   * The value of a variable.
   *
   * @param environment all variables
   * @param variable the variable's name
   * @return the value as it is, not stripped; empty if it is not set or blank
   */
  public static Optional<String> value(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
  }

  /**
   * Whether a variable is set to something.
   *
   * @param environment all variables
   * @param variable the variable's name
   * @return false if it is not set or blank
   */
  public static boolean isSet(Map<String, String> environment, String variable) {
    return value(environment, variable).isPresent();
  }
}
