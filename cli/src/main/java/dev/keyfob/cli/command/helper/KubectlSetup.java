package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.system.ChildProcess;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Has kubectl change its own settings, whose format is its own affair. A user of the profile's name
 * that somebody else has set up stays as it is.
 */
record KubectlSetup(CommandContext context, String profile) {
  private static final String INTERACTIVE_MODE = "--exec-interactive-mode";
  private static final String API = "--exec-api-version=client.authentication.k8s.io/";

  int run(boolean undo, boolean print) {
    if (print) {
      context.print(String.join(" ", undo ? deletion() : addition(true)));
      return ExitCode.DONE;
    }
    Optional<JsonObject> user = user();
    if (user.isPresent() && !isOurs(user.get())) {
      throw AuthException.usage(
          "kubectl has a user " + profile + " already, which does not ask keyfob.",
          "kubectl config view");
    }
    if (undo && user.isEmpty()) {
      context.note("Nothing to change in kubectl's settings.");
      return ExitCode.DONE;
    }
    int code = kubectl().run(undo ? deletion() : addition(knowsModes()), Set.of(), Map.of());
    if (code != 0) {
      throw AuthException.usage(
          "kubectl could not change its settings.", "keyfob setup kubectl " + profile + " --print");
    }
    return ExitCode.DONE;
  }

  private ChildProcess kubectl() {
    return new ChildProcess(context.system());
  }

  /** Not {@code unset}, for which a dot in the name is a separator. */
  private List<String> deletion() {
    return List.of("kubectl", "config", "delete-user", profile);
  }

  /** Version 1 of the protocol has to say whether the plugin may ask; what came before cannot. */
  private List<String> addition(boolean modes) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "kubectl",
                "config",
                "set-credentials",
                profile,
                "--exec-command=keyfob",
                "--exec-arg=credential",
                "--exec-arg=kubectl",
                "--exec-arg=" + profile));
    command.addAll(
        modes ? List.of(INTERACTIVE_MODE + "=Never", API + "v1") : List.of(API + "v1beta1"));
    return command;
  }

  /** Not before kubectl 1.26. A kubectl that does not answer is left to say itself why. */
  private boolean knowsModes() {
    return kubectl()
        .output(List.of("kubectl", "config", "set-credentials", "--help"))
        .map(help -> help.contains(INTERACTIVE_MODE))
        .orElse(true);
  }

  private Optional<JsonObject> user() {
    try {
      return kubectl()
          .output(List.of("kubectl", "config", "view", "--output", "json"))
          .map(JsonText::parseObject)
          .filter(settings -> !settings.isNull("users"))
          .stream()
          .flatMap(
              settings -> settings.getJsonArray("users").getValuesAs(JsonObject.class).stream())
          .filter(user -> profile.equals(user.getString("name", "")))
          .findFirst();
    } catch (JsonException | ClassCastException | NullPointerException e) {
      return Optional.empty(); // not what kubectl writes
    }
  }

  private static boolean isOurs(JsonObject user) {
    return user.get("user") instanceof JsonObject settings
        && settings.get("exec") instanceof JsonObject exec
        && exec.get("command") instanceof JsonString command
        && command.getString().endsWith("keyfob");
  }
}
