package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.internal.http.TrustedCertificates;
import java.util.Map;

/** Whether the certificates that the environment names can be read. */
public record CertificatesCheck(Map<String, String> environment) implements HealthCheck {
  @Override
  public String name() {
    return "certificates";
  }

  @Override
  public CheckResult look() {
    return TrustedCertificates.from(environment).isPresent()
        ? CheckResult.pass(
            "Those in "
                + environment.get(TrustedCertificates.VARIABLE)
                + " are trusted, no others.")
        : CheckResult.pass("Those that come with Java are trusted.");
  }

  /** Does not print the environment. */
  @Override
  public String toString() {
    return name();
  }
}
