package dev.keyfob.auth.oauth.jose;

import org.jspecify.annotations.Nullable;

/** A key that cannot be read or cannot sign. The message is a clause without any of the key. */
public final class KeyUnusable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeyUnusable(String why, @Nullable Exception cause) {
    super(why, cause);
  }

  /** The clause. */
  public String why() {
    return String.valueOf(getMessage());
  }
}
