package dev.keyfob.cli.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands by name. */
final class CommandTable {
  /** Every command, in the order of the overview. */
  static final List<String> NAMES =
      List.of(
          "login",
          "use-pat",
          "logout",
          "status",
          "whoami",
          "token",
          "refresh",
          "api",
          "exec",
          "proxy",
          "mcp",
          "credential git",
          "credential docker",
          "credential kubectl",
          "profile list",
          "profile show",
          "profile add",
          "profile remove",
          "profile import",
          "account list",
          "account use",
          "store seal",
          "store unseal",
          "store change-passphrase",
          "store migrate",
          "doctor",
          "plugins",
          "completion",
          "version",
          "help");

  /** Words that need a second one. */
  static final List<String> GROUPS = List.of("credential", "profile", "account", "store");

  private CommandTable() {}

  /** What to fill in for a command; null if there is none of that name. */
  static @Nullable CommandArguments arguments(String name) {
    return switch (name) {
      case "login" -> new LoginArguments();
      case "use-pat" -> new UsePatArguments();
      case "logout" -> new LogoutCommand.Arguments();
      case "status" -> new StatusCommand.Arguments();
      case "whoami" -> new WhoamiCommand.Arguments();
      case "token" -> new TokenCommand.Arguments();
      case "refresh" -> new RefreshCommand.Arguments();
      case "api" -> new ApiArguments();
      case "exec" -> new ExecCommand.Arguments();
      case "mcp" -> new McpCommand.Arguments();
      case "proxy" -> new ProxyCommand.Arguments();
      case "credential git" -> new GitCredentialCommand.Arguments();
      case "credential docker" -> new DockerCredentialCommand.Arguments();
      case "credential kubectl" -> new KubectlCredentialArguments();
      case "profile list" -> new ProfileListCommand.Arguments();
      case "profile show" -> new ProfileShowCommand.Arguments();
      case "profile add" -> new ProfileAddCommand.Arguments();
      case "profile remove" -> new ProfileRemoveCommand.Arguments();
      case "profile import" -> new ProfileImportCommand.Arguments();
      case "account list" -> new AccountListCommand.Arguments();
      case "account use" -> new AccountUseCommand.Arguments();
      case "store seal" -> new StoreSealCommand.Arguments(StoreSealCommand.Change.SEAL);
      case "store unseal" -> new StoreSealCommand.Arguments(StoreSealCommand.Change.UNSEAL);
      case "store change-passphrase" ->
          new StoreSealCommand.Arguments(StoreSealCommand.Change.PASSPHRASE);
      case "store migrate" -> new StoreMigrateCommand.Arguments();
      case "doctor" -> new DoctorCommand.Arguments();
      case "plugins" -> new PluginsCommand.Arguments();
      case "completion" -> new CompletionCommand.Arguments();
      case "version" -> new VersionCommand.Arguments();
      case "help" -> new HelpCommand.Arguments();
      default -> null;
    };
  }
}
