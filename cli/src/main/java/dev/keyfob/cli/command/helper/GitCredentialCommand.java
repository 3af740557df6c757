package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
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
    GitRequest wanted = GitRequest.of(CredentialHelperProtocol.read(session.world().in()));
    Optional<AccountKey> key = action.account(session, globals, wanted.address());
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

  private static void answer(CommandContext session, AccountKey key, GitRequest wanted) {
    ResolvedCredential resolved = session.keyfob().token(key, Duration.ZERO);
    if (wanted.has("capability[]", "state")) {
      session.print("capability[]=state");
      session.print("state[]=keyfob.account=" + key);
    }
    String header =
        session
            .keyfob()
            .headers(resolved, "GET", URI.create(wanted.address()))
            .getOrDefault("Authorization", "");
    int blank = header.indexOf(' ');
    if (blank > 0 && wanted.takesScheme(header.substring(0, blank), resolved)) {
      session.print("capability[]=authtype");
      session.print("authtype=" + header.substring(0, blank));
      session.printSecret("credential=" + header.substring(blank + 1));
      session.print("ephemeral=1");
    } else {
      session.printSecret(
          "username="
              + wanted.get("username").orElseGet(() -> session.keyfob().username(key.profile())));
      session.printSecret("password=" + resolved.credential().secret().reveal());
    }
    resolved
        .credential()
        .expiresAt()
        .ifPresent(end -> session.print("password_expiry_utc=" + end.getEpochSecond()));
  }

  private static void renewIfRefused(CommandContext session, AccountKey key, GitRequest refused) {
    Credential credential = session.keyfob().token(key, Duration.ZERO).credential();
    Optional<Secret> sent =
        refused.get("credential").or(() -> refused.get("password")).map(Secret::of);
    if (credential instanceof RenewableCredential renewable
        && renewable.renewable()
        && sent.filter(credential.secret()::equals).isPresent()) {
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
