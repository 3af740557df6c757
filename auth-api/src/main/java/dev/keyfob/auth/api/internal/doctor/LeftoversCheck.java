package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.AccountKey;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether a move to another store that was cut short has left a copy of the credentials behind.
 *
 * @param leftovers the ids of stores that may hold one
 * @param clear removes them
 * @param fix whether to
 */
public record LeftoversCheck(
    AccountKey key, Supplier<List<String>> leftovers, Runnable clear, boolean fix)
    implements HealthCheck {
  @Override
  public String name() {
    return "leftovers";
  }

  @Override
  public CheckResult look() {
    List<String> before = leftovers.get();
    if (before.isEmpty()) {
      return CheckResult.pass(
          "No copy of the credentials of " + key + " was left in another store.");
    }
    if (fix) {
      clear.run();
    }
    List<String> after = leftovers.get();
    return after.isEmpty()
        ? CheckResult.pass("Removed what was left of " + key + " in " + text(before) + ".")
        : CheckResult.warn(
            "A move was cut short: a copy of the credentials of "
                + key
                + " may be left in "
                + text(after)
                + ".",
            key.command("doctor") + " --fix");
  }

  private static String text(List<String> stores) {
    return String.join(", ", stores);
  }
}
