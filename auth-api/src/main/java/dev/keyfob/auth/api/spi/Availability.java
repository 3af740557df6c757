package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.stability.Evolving;
import java.util.Optional;

/**
 * Whether a store can be used here and now.
 *
 * @param available whether it can
 * @param reason why not, as a sentence; empty if it can
 * @param remedy what would change that; empty if nothing is known to
 */
@Evolving
public record Availability(boolean available, Optional<String> reason, Optional<String> remedy) {
  /** It can be used. */
  public static final Availability YES = new Availability(true, Optional.empty(), Optional.empty());

  /**
   * It cannot be used.
   *
   * @param reason why not, as a sentence
   * @param remedy what would change that
   * @return the answer
   */
  public static Availability no(String reason, String remedy) {
    return new Availability(false, Optional.of(reason), Optional.of(remedy));
  }
}
