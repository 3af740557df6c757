package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers git (gitcredentials(7)): with the credential for a host that the profile has, else with
 * nothing, and git asks elsewhere. What git found to be refused is renewed; nothing is stored or
 * deleted at its request.
 *
 * @param action what git wants
 */
public record GitCredentialCommand(GlobalOptions globals, CredentialHelperProtocol.Action action)
    implements Command {

  @Override
  public int run(CommandContext session) {
    if (action.word().equals("store")) {
      return ExitCode.DONE;
    }
    Map<String, String> wanted =
        CredentialHelperProtocol.attributes(CredentialHelperProtocol.read(session.world().in()));
    Optional<AccountKey> key = action.account(session, globals, address(wanted));
    if (key.isEmpty()) {
      return ExitCode.DONE;
    }
    if (action.word().equals("erase")) {
      renewIfRefused(session, key.get(), wanted);
    } else {
      answer(session, key.get(), wanted);
    }
    return ExitCode.DONE;
  }

  private static String address(Map<String, String> wanted) {
    return wanted.getOrDefault(
        "url", wanted.getOrDefault("protocol", "") + "://" + wanted.getOrDefault("host", ""));
  }

  private void answer(CommandContext session, AccountKey key, Map<String, String> wanted) {
    Credential credential = session.keyfob().token(key, Duration.ZERO).credential();
    session.printSecret(
        "username=" + wanted.getOrDefault("username", session.keyfob().username(key.profile())));
    session.printSecret("password=" + credential.secret().reveal());
    credential
        .expiresAt()
        .ifPresent(end -> session.printSecret("password_expiry_utc=" + end.getEpochSecond()));
  }

  private static void renewIfRefused(
      CommandContext session, AccountKey key, Map<String, String> refused) {
    Credential credential = session.keyfob().token(key, Duration.ZERO).credential();
    String password = refused.getOrDefault("password", "");
    if (credential instanceof RenewableCredential renewable
        && renewable.renewable()
        && !password.isEmpty()
        && credential.secret().equals(Secret.of(password))) {
      session.keyfob().refresh(key);
    }
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    @Override
    public GitCredentialCommand request() {
      return new GitCredentialCommand(
          globals(),
          CredentialHelperProtocol.Action.of(positionals(), List.of("get", "store", "erase")));
    }
  }
}
