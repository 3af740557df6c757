package dev.keyfob.cli.command.helper;

import com.beust.jcommander.Parameter;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.Placeholder;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.command.token.TokenCommand;
import dev.keyfob.cli.command.token.TokenCommand.Form;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What kubectl runs: {@code token --format exec-credential}, or the same with the ID token. */
public final class KubectlCredentialArguments extends CommandArguments {
  /** The words that call it. */
  public static final String NAME = "credential kubectl";

  @Parameter(names = "--id-token", description = "the ID token, not the access token")
  private boolean idToken;

  @Override
  public boolean flag(String name) {
    if (!name.equals("--id-token")) {
      return super.flag(name);
    }
    idToken = true;
    return true;
  }

  @Parameter(
      names = "--token",
      description = "which one: the credential, or the ID token that says who it is")
  @Placeholder("access|id")
  private @Nullable String token;

  @Override
  public CommandDescription describe() {
    return new CommandDescription(
            NAME,
            Section.USE,
            "what kubectl asks an exec plugin for",
            """
            Print the credential as kubectl wants it from an exec plugin. An API server that
            checks whom a token is for takes the ID token: with --id-token, or where the
            profile says {"kubectlToken": "id_token"}.
            """)
        .withUsage("[PROFILE] [OPTIONS]")
        .withDetails(
            """
            For kubectl to ask it:
              kubectl config set-credentials work --exec-command=keyfob \\
                --exec-arg=credential --exec-arg=kubectl --exec-arg=work \\
                --exec-interactive-mode=Never \\
                --exec-api-version=client.authentication.k8s.io/v1
            """)
        .withExamples(
            """
            keyfob credential kubectl work
            """);
  }

  @Override
  public Command toCommand() {
    TokenCommand plain =
        new TokenCommand(
            globals(),
            atMostOne(),
            Duration.ZERO,
            Form.EXEC_CREDENTIAL,
            false,
            Optional.ofNullable(token),
            Optional.empty());
    return new KubectlCredentialCommand(globals(), plain, idToken);
  }
}
