package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.Interaction;
import java.util.Optional;

/** Whether a login could open a browser. */
public record BrowserCheck(Interaction interaction) implements HealthCheck {
  @Override
  public String name() {
    return "browser";
  }

  @Override
  public CheckResult look() {
    Optional<String> reason = interaction.noBrowserReason();
    return reason.isEmpty()
        ? CheckResult.pass("A browser can be opened.")
        : CheckResult.warn(
            "A login cannot open a browser: " + reason.get() + ".",
            "keyfob login --device, or keyfob login --paste");
  }
}
