package dev.keyfob.cli.command;

import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.account.AccountListCommand;
import dev.keyfob.cli.command.account.AccountUseCommand;
import dev.keyfob.cli.command.api.ApiArguments;
import dev.keyfob.cli.command.api.McpCommand;
import dev.keyfob.cli.command.api.ProxyCommand;
import dev.keyfob.cli.command.helper.AwsCredentialCommand;
import dev.keyfob.cli.command.helper.BazelCredentialCommand;
import dev.keyfob.cli.command.helper.CargoCredentialCommand;
import dev.keyfob.cli.command.helper.DockerCredentialCommand;
import dev.keyfob.cli.command.helper.GitCredentialCommand;
import dev.keyfob.cli.command.helper.GoogleCredentialCommand;
import dev.keyfob.cli.command.helper.HeadersCredentialCommand;
import dev.keyfob.cli.command.helper.KubectlCredentialArguments;
import dev.keyfob.cli.command.helper.SetupCommand;
import dev.keyfob.cli.command.helper.TerraformCredentialCommand;
import dev.keyfob.cli.command.info.CompletionCommand;
import dev.keyfob.cli.command.info.DoctorCommand;
import dev.keyfob.cli.command.info.HelpCommand;
import dev.keyfob.cli.command.info.PluginsCommand;
import dev.keyfob.cli.command.info.StatusCommand;
import dev.keyfob.cli.command.info.VersionCommand;
import dev.keyfob.cli.command.info.WhoamiCommand;
import dev.keyfob.cli.command.login.LoginArguments;
import dev.keyfob.cli.command.login.LogoutCommand;
import dev.keyfob.cli.command.login.UsePatArguments;
import dev.keyfob.cli.command.profile.ProfileAddCommand;
import dev.keyfob.cli.command.profile.ProfileImportCommand;
import dev.keyfob.cli.command.profile.ProfileListCommand;
import dev.keyfob.cli.command.profile.ProfileRemoveCommand;
import dev.keyfob.cli.command.profile.ProfileShowCommand;
import dev.keyfob.cli.command.store.SharedStoreCommand;
import dev.keyfob.cli.command.store.StoreMigrateCommand;
import dev.keyfob.cli.command.store.StoreSealCommand;
import dev.keyfob.cli.command.token.ExecCommand;
import dev.keyfob.cli.command.token.RefreshCommand;
import dev.keyfob.cli.command.token.TokenCommand;
import dev.keyfob.cli.command.token.TokenFileCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands by name. */
public final class CommandTable {
  /** Every command, in the order of the overview. */
  public static final List<String> NAMES =
      List.of(
          "login",
          "use-pat",
          "logout",
          "status",
          "whoami",
          "token",
          "token-file",
          "refresh",
          "api",
          "exec",
          "proxy",
          "mcp",
          "credential git",
          "credential docker",
          "credential kubectl",
          "credential headers",
          "credential bazel",
          "credential cargo",
          "credential terraform",
          "credential google",
          "credential aws",
          "setup",
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
          "store init",
          "store rotate-key",
          "doctor",
          "plugins",
          "completion",
          "version",
          "help");

  /** Words that need a second one. */
  public static final List<String> GROUPS = List.of("credential", "profile", "account", "store");

  private CommandTable() {}

  /** What to fill in for a command; null if there is none of that name. */
  public static @Nullable CommandArguments arguments(String name) {
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
      case "credential headers" -> new HeadersCredentialCommand.Arguments();
      case "credential bazel" -> new BazelCredentialCommand.Arguments();
      case "credential cargo" -> new CargoCredentialCommand.Arguments();
      case "credential terraform" -> new TerraformCredentialCommand.Arguments();
      case "credential google" -> new GoogleCredentialCommand.Arguments();
      case "credential aws" -> new AwsCredentialCommand.Arguments();
      case "token-file" -> new TokenFileCommand.Arguments();
      case "setup" -> new SetupCommand.Arguments();
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
      case "store init" -> new SharedStoreCommand.Arguments(SharedStoreCommand.Work.INIT);
      case "store rotate-key" ->
          new SharedStoreCommand.Arguments(SharedStoreCommand.Work.ROTATE_KEY);
      case "doctor" -> new DoctorCommand.Arguments();
      case "plugins" -> new PluginsCommand.Arguments();
      case "completion" -> new CompletionCommand.Arguments();
      case "version" -> new VersionCommand.Arguments();
      case "help" -> new HelpCommand.Arguments();
      default -> null;
    };
  }
}
