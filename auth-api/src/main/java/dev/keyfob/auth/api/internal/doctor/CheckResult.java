package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.DoctorReport.Status;
import java.util.Optional;

/**
 * How something is.
 *
 * @param message a sentence, without secrets
 * @param remedy the fix; empty if nothing needs to be
 */
public record CheckResult(Status status, String message, Optional<String> remedy) {
  static CheckResult pass(String message) {
    return new CheckResult(Status.PASS, message, Optional.empty());
  }

  static CheckResult skip(String message) {
    return new CheckResult(Status.SKIP, message, Optional.empty());
  }

  static CheckResult warn(String message, String remedy) {
    return new CheckResult(Status.WARN, message, Optional.of(remedy));
  }

  static CheckResult fail(String message, String remedy) {
    return new CheckResult(Status.FAIL, message, Optional.of(remedy));
  }
}
