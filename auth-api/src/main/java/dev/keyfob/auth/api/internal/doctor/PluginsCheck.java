package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.ExtensionInfo;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether every plugin can be used.
 *
 * @param plugins all there are, found by running their code
 */
public record PluginsCheck(Supplier<List<ExtensionInfo>> plugins) implements HealthCheck {
  @Override
  public String name() {
    return "plugins";
  }

  @Override
  public CheckResult look() {
    List<ExtensionInfo> added = plugins.get().stream().filter(plugin -> !plugin.builtIn()).toList();
    List<String> broken =
        added.stream()
            .flatMap(plugin -> plugin.problem().map(why -> plugin.source() + ": " + why).stream())
            .distinct()
            .toList();
    if (!broken.isEmpty()) {
      return CheckResult.fail(
          "A plugin cannot be used, " + String.join("; ", broken) + ".", "keyfob plugins");
    }
    return CheckResult.pass(
        added.isEmpty()
            ? "Only the built-in plugins are installed."
            : added.size() + " loaded besides the built-in ones.");
  }
}
