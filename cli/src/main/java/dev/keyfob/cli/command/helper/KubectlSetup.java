package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.system.ChildProcess;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Has kubectl change its own settings, whose format is its own affair. */
record KubectlSetup(CommandContext context, String profile) {
  int run(boolean undo, boolean print) {
    List<String> command =
        undo
            ? List.of("kubectl", "config", "unset", "users." + profile)
            : List.of(
                "kubectl",
                "config",
                "set-credentials",
                profile,
                "--exec-command=keyfob",
                "--exec-arg=credential",
                "--exec-arg=kubectl",
                "--exec-arg=" + profile,
                "--exec-interactive-mode=Never",
                "--exec-api-version=client.authentication.k8s.io/v1");
    if (print) {
      context.print(String.join(" ", command));
      return ExitCode.DONE;
    }
    int code = new ChildProcess(context.system()).run(command, Set.of(), Map.of());
    if (code != 0) {
      throw AuthException.usage(
          "kubectl could not change its settings; --exec-interactive-mode needs kubectl 1.26.",
          "keyfob setup kubectl " + profile + " --print");
    }
    return ExitCode.DONE;
  }
}
