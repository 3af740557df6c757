package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.command.info.VersionCommand;
import dev.keyfob.cli.output.BoundToken;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Answers docker, which runs {@code docker-credential-keyfob}. It does not keep what {@code docker
 * login} was given: credentials come from keyfob's own logins.
 *
 * @param action what docker wants
 */
public record DockerCredentialCommand(GlobalOptions globals, CredentialHelperProtocol.Action action)
    implements Command {
  /** Docker knows this sentence, on standard output, and then asks without a credential. */
  private static final String NOT_FOUND = "credentials not found in native keychain";

  @Override
  public int run(CommandContext context) {
    switch (action.word()) {
      case "list" -> context.print("{}");
      case "version" -> context.print("docker-credential-keyfob " + VersionCommand.version());
      case "get" -> {
        return get(context);
      }
      default ->
          throw AuthException.usage(
              "docker's logins are not kept here; log in with keyfob.", "keyfob login");
    }
    return ExitCode.DONE;
  }

  private int get(CommandContext context) {
    String server = CredentialHelperProtocol.read(context.system().in()).strip();
    Optional<AccountKey> key = new HostHelper(context, globals, action.profile()).find(server);
    if (key.isEmpty()) {
      context.print(NOT_FOUND);
      return ExitCode.FAILED;
    }
    context.printSecret(
        Json.line(
            new Json()
                .put("ServerURL", server)
                .put("Username", context.keyfob().username(key.get().profile()))
                .put(
                    "Secret",
                    BoundToken.refuse(context.keyfob().token(key.get(), Duration.ZERO))
                        .credential()
                        .secret()
                        .reveal())
                .build()));
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "credential docker";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.USE,
              "what docker asks for",
              """
              Answer docker, which says on standard input which registry it wants a
              credential for. A profile answers for the host of its API and those in its
              credentialHosts, for no other. Without PROFILE, the one that has the host
              answers. The user name is credentialUsername of the profile, or oauth2.
              """)
          .withUsage("[PROFILE] get|store|erase|list|version")
          .withDetails(
              """
              Docker runs docker-credential-keyfob, which stands beside keyfob, when
              ~/.docker/config.json has {"credHelpers": {"registry.example.com": "keyfob"}}
              """)
          .withExamples(
              """
              echo registry.example.com | keyfob credential docker get
              """);
    }

    @Override
    public DockerCredentialCommand toCommand() {
      return new DockerCredentialCommand(
          globals(),
          CredentialHelperProtocol.Action.of(
              positionals(), List.of("get", "store", "erase", "list", "version")));
    }
  }
}
