package dev.keyfob.cli.command.token;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
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
  public int run(CommandContext session) {
    AccountKey key = session.key(named);
    ResolvedCredential resolved = session.keyfob().token(key, minValid);
    String name =
        variable
            .or(() -> session.keyfob().variable(resolved))
            .orElseThrow(
                () ->
                    AuthException.usage(
                        "The profile "
                            + key.profile()
                            + " names no variable for a credential of type "
                            + resolved.credential().type()
                            + ".",
                        "keyfob exec " + key.profile() + " --env NAME -- COMMAND"));
    return new ChildProcess(session.world())
        .replace(
            command,
            Set.copyOf(session.keyfob().credentialVariables(key.profile())),
            Map.of(name, resolved.credential().secret().reveal()));
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    @Parameter(names = "--env")
    private @Nullable String variable;

    @Parameter(names = "--min-valid")
    private @Nullable String minValid;

    @Override
    public boolean takesTrailing() {
      return true;
    }

    @Override
    public ExecCommand request() {
      if (trailing().isEmpty()) {
        throw AuthException.usage(
            "The command is missing, which stands after --.", "keyfob exec -- printenv");
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
