package dev.keyfob.cli.args;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the value of an option is called in its help, which JCommander has no place for. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Placeholder {
  /**
   * The name.
   *
   * @return such as {@code TIME}; in lower case, the values there are, as in {@code on|off}
   */
  String value();
}
