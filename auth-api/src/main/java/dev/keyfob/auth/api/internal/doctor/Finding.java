package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.DoctorReport.Status;
import java.util.Optional;

/**
 * How something is.
 *
 * @param message a sentence, without secrets
 * @param remedy what would mend it; empty if nothing needs to be
 */
public record Finding(Status status, String message, Optional<String> remedy) {
  static Finding pass(String message) {
    return new Finding(Status.PASS, message, Optional.empty());
  }

  static Finding skip(String message) {
    return new Finding(Status.SKIP, message, Optional.empty());
  }

  static Finding warn(String message, String remedy) {
    return new Finding(Status.WARN, message, Optional.of(remedy));
  }

  static Finding fail(String message, String remedy) {
    return new Finding(Status.FAIL, message, Optional.of(remedy));
  }
}
