package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.BoundToken;
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
  public int run(CommandContext context) {
    if (action.word().equals("store")) {
      return ExitCode.DONE;
    }
    GitRequest wanted = GitRequest.of(CredentialHelperProtocol.read(context.system().in()));
    Optional<AccountKey> key = action.account(context, globals, wanted.address());
    if (key.isEmpty()) {
      return ExitCode.DONE;
    }
    if (action.word().equals("erase")) {
      renewIfRefused(context, key.get(), wanted);
    } else {
      answer(context, key.get(), wanted);
    }
    return ExitCode.DONE;
  }

  private static void answer(CommandContext context, AccountKey key, GitRequest wanted) {
    ResolvedCredential resolved = BoundToken.refuse(context.keyfob().token(key, Duration.ZERO));
    if (wanted.has("capability[]", "state")) {
      context.print("capability[]=state");
      context.print("state[]=keyfob.account=" + key);
    }
    String header =
        context
            .keyfob()
            .headers(resolved, "GET", URI.create(wanted.address()))
            .getOrDefault("Authorization", "");
    int blank = header.indexOf(' ');
    if (blank > 0 && wanted.takesScheme(header.substring(0, blank), resolved)) {
      context.print("capability[]=authtype");
      context.print("authtype=" + header.substring(0, blank));
      context.printSecret("credential=" + header.substring(blank + 1));
      context.print("ephemeral=1");
    } else {
      context.printSecret(
          "username="
              + wanted.get("username").orElseGet(() -> context.keyfob().username(key.profile())));
      context.printSecret("password=" + resolved.credential().secret().reveal());
    }
    resolved
        .credential()
        .expiresAt()
        .ifPresent(end -> context.print("password_expiry_utc=" + end.getEpochSecond()));
  }

  private static void renewIfRefused(CommandContext context, AccountKey key, GitRequest refused) {
    Credential credential = context.keyfob().token(key, Duration.ZERO).credential();
    Optional<Secret> sent =
        refused.get("credential").or(() -> refused.get("password")).map(Secret::of);
    if (credential instanceof RenewableCredential renewable
        && renewable.renewable()
        && sent.filter(credential.secret()::equals).isPresent()) {
      context.keyfob().refresh(key);
    }
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "credential git";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.USE,
              "what git asks for; see gitcredentials(7)",
              """
              Answer git, which says on standard input what it wants a credential for. A
              profile answers for the host of its API and those in its credentialHosts, for
              no other. Without PROFILE, the one that has the host answers. The user name
              is credentialUsername of the profile, or oauth2.
              """)
          .withUsage("[PROFILE] get|store|erase")
          .withDetails(
              """
              For git to ask it:
                git config --global credential.https://git.example.com.helper \\
                  '!keyfob credential git work'
              """)
          .withExamples(
              """
              printf 'url=https://git.example.com\\n' | keyfob credential git work get
              """);
    }

    @Override
    public GitCredentialCommand toCommand() {
      return new GitCredentialCommand(
          globals(),
          CredentialHelperProtocol.Action.of(positionals(), List.of("get", "store", "erase")));
    }
  }
}
