package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A value that must not be seen: a key, a token, a password.
 *
 * <p>It prints as a fixed text, compares in constant time and cannot be serialised. {@link
 * #reveal()} is the only way out, so that every exposure can be found by searching for that one
 * word. Instances are immutable and safe for use by many threads.
 */
@Stable
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * Wraps a value.
   *
   * @param value the secret, not empty
   * @return the secret
   * @throws IllegalArgumentException if the value is empty
   */
  public static Secret of(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a secret cannot be empty");
    }
    return new Secret(value);
  }

  /**
   * The secret itself, for the one place that needs it.
   *
   * @return the value as it was given
   */
  public String reveal() {
    return value;
  }

  /**
   * How long the secret is, which may be told where the secret may not.
   *
   * @return the number of UTF-16 units
   */
  public int length() {
    return value.length();
  }

  /**
   * Whether the secret can go into a line of a protocol (an HTTP header, a credential helper's
   * answer) without breaking out of it.
   *
   * @return false if it holds a control character, a blank or anything outside printable ASCII
   */
  public boolean isHeaderSafe() {
    return value.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for all secrets: a hash of the value would say something about it. */
  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
