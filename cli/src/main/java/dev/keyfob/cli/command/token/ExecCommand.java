package dev.keyfob.cli.command.token;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.Placeholder;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.BoundToken;
import dev.keyfob.cli.output.Times;
import dev.keyfob.cli.system.ChildProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command with the credential in its environment.
 *
 * @param named the profile as an argument
 * @param variable the variable to put it into; empty for the profile's own
 * @param minValid how long the credential must still work
 * @param command the program and its arguments
 */
public record ExecCommand(
    GlobalOptions globals,
    Optional<String> named,
    Optional<String> variable,
    Duration minValid,
    List<String> command)
    implements Command {

  @Override
  public int run(CommandContext context) {
    AccountKey key = context.key(named);
    ResolvedCredential resolved = BoundToken.refuse(context.keyfob().token(key, minValid));
    String name =
        variable
            .or(() -> context.keyfob().variable(resolved))
            .orElseThrow(
                () ->
                    AuthException.usage(
                        "The profile "
                            + key.profile()
                            + " names no variable for a credential of type "
                            + resolved.credential().type()
                            + ".",
                        key.command("exec") + " --env \"$NAME\" -- printenv"));
    return new ChildProcess(context.system())
        .replace(
            command,
            Set.copyOf(context.keyfob().credentialVariables(key.profile())),
            Map.of(name, resolved.credential().secret().reveal()));
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "exec";

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    @Parameter(
        names = "--env",
        description =
            "the variable; else the first that the profile names for this kind of credential,"
                + " else KEYFOB_<PROFILE>_TOKEN or KEYFOB_<PROFILE>_API_KEY")
    @Placeholder("NAME")
    private @Nullable String variable;

    @Parameter(
        names = "--min-valid",
        description = "renew unless it is valid for at least this long, such as 30m")
    @Placeholder("TIME")
    private @Nullable String minValid;

    @Override
    public boolean takesTrailing() {
      return true;
    }

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.USE,
              "run a command with the credential in its environment",
              """
              Run a command with the credential in its environment. The command gets keyfob's
              streams and signals, and keyfob ends with its exit code.
              """)
          .withUsage("[PROFILE] [OPTIONS] -- COMMAND [ARGUMENT...]")
          .withExamples(
              """
              keyfob exec heygen -- ./upload.sh
              keyfob exec work --env GITLAB_TOKEN -- glab mr list
              """);
    }

    @Override
    public ExecCommand toCommand() {
      if (trailing().isEmpty()) {
        throw AuthException.usage(
            "Missing argument: the command, after --.", "keyfob exec -- printenv");
      }
      if (variable != null && !VARIABLE.matcher(variable).matches()) {
        throw AuthException.usage("The value of --env is not the name of a variable.", null);
      }
      return new ExecCommand(
          globals(),
          atMostOne(),
          Optional.ofNullable(variable),
          minValid == null ? Duration.ZERO : Times.parse("--min-valid", minValid),
          trailing());
    }
  }
}
