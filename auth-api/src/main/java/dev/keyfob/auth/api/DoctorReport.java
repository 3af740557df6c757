package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a check-up has found.
 *
 * @param checks what was looked at, in the order to read it in
 */
@Stable
public record DoctorReport(List<Check> checks) {
  /** Copies the list. */
  public DoctorReport {
    checks = List.copyOf(checks);
  }

  /**
   * Whether nothing is broken.
   *
   * @return true if no check has failed; there may be warnings
   */
  public boolean ok() {
    return checks.stream().noneMatch(check -> check.status() == Status.FAIL);
  }

  /** How something is. */
  public enum Status {
    /** As it should be. */
    PASS,
    /** It works, but not as one might think. */
    WARN,
    /** It does not work. */
    FAIL,
    /** It does not apply here, or could not be looked at because of something else. */
    SKIP;

    /**
     * The status as printed.
     *
     * @return the name in lower case
     */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One thing that was looked at.
   *
   * @param name what it is, in snake_case; names are added, never changed
   * @param status how it is
   * @param message a sentence, without secrets
   * @param remedy the fix, usually a command; empty if nothing needs to be
   */
  public record Check(String name, Status status, String message, Optional<String> remedy) {}
}
