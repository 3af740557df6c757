package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.info.VersionCommand;
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
  public int run(CommandContext session) {
    switch (action.word()) {
      case "list" -> session.print("{}");
      case "version" -> session.print("docker-credential-keyfob " + VersionCommand.version());
      case "get" -> {
        return get(session);
      }
      default ->
          throw AuthException.usage(
              "docker's logins are not kept here; log in with keyfob.", "keyfob login");
    }
    return ExitCode.DONE;
  }

  private int get(CommandContext session) {
    String server = CredentialHelperProtocol.read(session.world().in()).strip();
    Optional<AccountKey> key = new HostHelper(session, globals, action.profile()).find(server);
    if (key.isEmpty()) {
      session.print(NOT_FOUND);
      return ExitCode.FAILED;
    }
    session.printSecret(
        Json.line(
            new Json()
                .put("ServerURL", server)
                .put("Username", session.keyfob().username(key.get().profile()))
                .put(
                    "Secret",
                    session.keyfob().token(key.get(), Duration.ZERO).credential().secret().reveal())
                .build()));
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    @Override
    public DockerCredentialCommand request() {
      return new DockerCredentialCommand(
          globals(),
          CredentialHelperProtocol.Action.of(
              positionals(), List.of("get", "store", "erase", "list", "version")));
    }
  }
}
