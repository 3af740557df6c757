package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.spi.Interaction;
import java.util.Optional;

/** Whether a login could open a browser. */
public record BrowserCheck(Interaction interaction) implements Examination {
  @Override
  public String name() {
    return "browser";
  }

  @Override
  public Finding look() {
    Optional<String> reason = interaction.noBrowserReason();
    return reason.isEmpty()
        ? Finding.pass("A login can open one.")
        : Finding.warn(
            "A login cannot open one: " + reason.get() + ".",
            "keyfob login --device, or keyfob login --paste");
  }
}
