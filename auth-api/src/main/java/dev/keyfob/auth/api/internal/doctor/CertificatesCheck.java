package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.internal.http.TrustedCertificates;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the certificates that the environment names can be read. */
public record CertificatesCheck(Map<String, String> environment) implements HealthCheck {
  @Override
  public String name() {
    return "certificates";
  }

  @Override
  public CheckResult look() {
    TrustedCertificates.check(environment);
    if (!TrustedCertificates.areNamed(environment)) {
      return CheckResult.pass("The certificates of Java and of the system are trusted.");
    }
    String places =
        Stream.of(TrustedCertificates.VARIABLE, TrustedCertificates.DIRECTORY_VARIABLE)
            .map(variable -> environment.getOrDefault(variable, "").strip())
            .filter(place -> !place.isEmpty())
            .collect(Collectors.joining(" and "));
    return CheckResult.pass("Only the certificates in " + places + " are trusted.");
  }

  /** Does not print the environment. */
  @Override
  public String toString() {
    return name();
  }
}
