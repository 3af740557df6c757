package dev.keyfob.cli.command.token;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Times;
import dev.keyfob.cli.output.TokenPresenter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints the secret, fresh.
 *
 * @param named the profile as an argument
 * @param minValid how long the secret must still work
 * @param form how to print it
 * @param refresh whether to renew it in any case
 */
public record TokenCommand(
    GlobalOptions globals, Optional<String> named, Duration minValid, Form form, boolean refresh)
    implements Command {

  /** How a token is printed. */
  public enum Form {
    PLAIN,
    HEADER,
    JSON,
    EXEC_CREDENTIAL
  }

  @Override
  public int run(CommandContext session) {
    AccountKey key = session.key(named);
    ResolvedCredential resolved =
        refresh ? session.keyfob().refresh(key) : session.keyfob().token(key, minValid);
    switch (form) {
      case PLAIN -> session.printSecret(resolved.credential().secret().reveal());
      case HEADER -> TokenPresenter.headers(session.keyfob(), resolved, session::printSecret);
      case JSON -> session.printSecret(TokenPresenter.json(resolved));
      case EXEC_CREDENTIAL ->
          session.printSecret(
              TokenPresenter.execCredential(resolved, session.world().environment()));
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    @Parameter(names = "--min-valid")
    private @Nullable String minValid;

    @Parameter(names = "--header")
    private boolean header;

    @Parameter(names = "--format")
    private @Nullable String format;

    @Parameter(names = "--refresh")
    private boolean refresh;

    @Override
    public boolean flag(String name) {
      if (!name.equals("--header")) {
        return super.flag(name);
      }
      header = true;
      return true;
    }

    @Override
    public boolean option(String name, String value) {
      switch (name) {
        case "--min-valid" -> minValid = value;
        case "--format" -> format = value;
        default -> {
          return super.option(name, value);
        }
      }
      return true;
    }

    @Override
    public TokenCommand request() {
      return new TokenCommand(
          globals(),
          atMostOne(),
          minValid == null ? Duration.ZERO : Times.parse("--min-valid", minValid),
          form(),
          refresh);
    }

    private Form form() {
      if (format != null && !format.equals("exec-credential")) {
        throw AuthException.usage("--format knows exec-credential only.", null);
      }
      if ((header ? 1 : 0) + (format != null ? 1 : 0) + (globals().json() ? 1 : 0) > 1) {
        throw AuthException.usage("Only one of --header, --json and --format can be given.", null);
      }
      if (header) {
        return Form.HEADER;
      }
      if (format != null) {
        return Form.EXEC_CREDENTIAL;
      }
      return globals().json() ? Form.JSON : Form.PLAIN;
    }
  }
}
