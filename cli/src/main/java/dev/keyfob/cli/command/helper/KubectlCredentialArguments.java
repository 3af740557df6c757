package dev.keyfob.cli.command.helper;

import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.command.token.TokenCommand;
import dev.keyfob.cli.command.token.TokenCommand.Form;
import java.time.Duration;

/** What kubectl runs: the same as {@code token --format exec-credential}. */
public final class KubectlCredentialArguments extends CommandArguments {
  /** The words that call it. */
  public static final String NAME = "credential kubectl";

  @Override
  public CommandDescription describe() {
    return new CommandDescription(
            NAME,
            Section.USE,
            "what kubectl asks an exec plugin for",
            """
            Print the credential as kubectl wants it from an exec plugin.
            """)
        .withUsage("[PROFILE]")
        .withDetails(
            """
            For kubectl to ask it:
              kubectl config set-credentials work --exec-command=keyfob \\
                --exec-arg=credential --exec-arg=kubectl --exec-arg=work \\
                --exec-api-version=client.authentication.k8s.io/v1
            """)
        .withExamples(
            """
            keyfob credential kubectl work
            """);
  }

  @Override
  public TokenCommand toCommand() {
    return new TokenCommand(globals(), atMostOne(), Duration.ZERO, Form.EXEC_CREDENTIAL, false);
  }
}
