package dev.keyfob.auth.api.internal.plugin;

import java.util.ServiceConfigurationError;

/** Says in a phrase why a plugin cannot be used. */
final class Problems {
  private Problems() {}

  /** What went wrong when a plugin's code was loaded or run for the first time. */
  static String ofLoading(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof ServiceConfigurationError
            || cause instanceof ExceptionInInitializerError)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ServiceConfigurationError) {
      return printable(withoutServiceName(cause));
    }
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof NoClassDefFoundError || t instanceof ClassNotFoundException) {
        return "it needs the class "
            + printable(String.valueOf(t.getMessage()).replace('/', '.'))
            + ", which is neither in it nor in this keyfob's runtime";
      }
      if (t instanceof UnsupportedClassVersionError) {
        return "it was compiled for a newer Java than " + Runtime.version().feature();
      }
      if (t instanceof LinkageError) {
        return "it was made for another version of keyfob (" + name(t) + ")";
      }
    }
    return "it failed to start (" + name(cause) + ")";
  }

  /** The kind of an exception, which says something without saying too much. */
  static String name(Throwable thrown) {
    return printable(thrown.getClass().getSimpleName());
  }

  /** A text from inside a jar must not move a terminal's cursor. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .limit(300)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  private static String withoutServiceName(Throwable error) {
    String message = String.valueOf(error.getMessage());
    int end = message.indexOf(": ");
    return end < 0 ? message : message.substring(end + 2);
  }
}
