package dev.keyfob.cli;

import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.CommandRegistry;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandGroup;
import dev.keyfob.cli.command.GlobalOptions;
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
import dev.keyfob.cli.command.info.DocsCommand;
import dev.keyfob.cli.command.info.DoctorCommand;
import dev.keyfob.cli.command.info.HelpCommand;
import dev.keyfob.cli.command.info.HomeCommand;
import dev.keyfob.cli.command.info.PluginsCommand;
import dev.keyfob.cli.command.info.StatusCommand;
import dev.keyfob.cli.command.info.VersionCommand;
import dev.keyfob.cli.command.info.WhoamiCommand;
import dev.keyfob.cli.command.login.LoginArguments;
import dev.keyfob.cli.command.login.LogoutCommand;
import dev.keyfob.cli.command.login.UsePatArguments;
import dev.keyfob.cli.command.profile.ProfileAddCommand;
import dev.keyfob.cli.command.profile.ProfileEditCommand;
import dev.keyfob.cli.command.profile.ProfileImportCommand;
import dev.keyfob.cli.command.profile.ProfileKeygenCommand;
import dev.keyfob.cli.command.profile.ProfileListCommand;
import dev.keyfob.cli.command.profile.ProfileRemoveCommand;
import dev.keyfob.cli.command.profile.ProfileSetCommand;
import dev.keyfob.cli.command.profile.ProfileShowCommand;
import dev.keyfob.cli.command.store.SharedStoreCommand;
import dev.keyfob.cli.command.store.SharedStoreCommand.Work;
import dev.keyfob.cli.command.store.StoreMigrateCommand;
import dev.keyfob.cli.command.store.StoreSealCommand;
import dev.keyfob.cli.command.store.StoreSealCommand.Change;
import dev.keyfob.cli.command.token.ExecCommand;
import dev.keyfob.cli.command.token.RefreshCommand;
import dev.keyfob.cli.command.token.TokenCommand;
import dev.keyfob.cli.command.token.TokenFileCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands there are. To add one, write its class and name it twice here: the compiler holds
 * the two lists to each other. The names are constants, which the compiler copies; so no command's
 * class is loaded but the one asked for.
 */
public final class Commands implements CommandRegistry {
  /** In the order of the overview. */
  private enum Known {
    LOGIN(LoginArguments.NAME),
    USE_PAT(UsePatArguments.NAME),
    LOGOUT(LogoutCommand.Arguments.NAME),
    REFRESH(RefreshCommand.Arguments.NAME),
    STATUS(StatusCommand.Arguments.NAME),
    WHOAMI(WhoamiCommand.Arguments.NAME),
    DOCTOR(DoctorCommand.Arguments.NAME),
    TOKEN(TokenCommand.Arguments.NAME),
    API(ApiArguments.NAME),
    EXEC(ExecCommand.Arguments.NAME),
    PROXY(ProxyCommand.Arguments.NAME),
    MCP(McpCommand.Arguments.NAME),
    CREDENTIAL_GIT(GitCredentialCommand.Arguments.NAME),
    CREDENTIAL_DOCKER(DockerCredentialCommand.Arguments.NAME),
    CREDENTIAL_KUBECTL(KubectlCredentialArguments.NAME),
    CREDENTIAL_HEADERS(HeadersCredentialCommand.Arguments.NAME),
    CREDENTIAL_BAZEL(BazelCredentialCommand.Arguments.NAME),
    CREDENTIAL_CARGO(CargoCredentialCommand.Arguments.NAME),
    CREDENTIAL_TERRAFORM(TerraformCredentialCommand.Arguments.NAME),
    CREDENTIAL_GOOGLE(GoogleCredentialCommand.Arguments.NAME),
    CREDENTIAL_AWS(AwsCredentialCommand.Arguments.NAME),
    TOKEN_FILE(TokenFileCommand.Arguments.NAME),
    SETUP(SetupCommand.Arguments.NAME),
    PROFILE_LIST(ProfileListCommand.Arguments.NAME),
    PROFILE_SHOW(ProfileShowCommand.Arguments.NAME),
    PROFILE_ADD(ProfileAddCommand.Arguments.NAME),
    PROFILE_REMOVE(ProfileRemoveCommand.Arguments.NAME),
    PROFILE_IMPORT(ProfileImportCommand.Arguments.NAME),
    PROFILE_SET(ProfileSetCommand.Arguments.NAME),
    PROFILE_EDIT(ProfileEditCommand.Arguments.NAME),
    PROFILE_KEYGEN(ProfileKeygenCommand.Arguments.NAME),
    ACCOUNT_LIST(AccountListCommand.Arguments.NAME),
    ACCOUNT_USE(AccountUseCommand.Arguments.NAME),
    STORE_SEAL(StoreSealCommand.SEAL),
    STORE_UNSEAL(StoreSealCommand.UNSEAL),
    STORE_CHANGE_PASSPHRASE(StoreSealCommand.CHANGE_PASSPHRASE),
    STORE_MIGRATE(StoreMigrateCommand.Arguments.NAME),
    STORE_INIT(SharedStoreCommand.INIT),
    STORE_ROTATE_KEY(SharedStoreCommand.ROTATE_KEY),
    PLUGINS(PluginsCommand.Arguments.NAME),
    COMPLETION(CompletionCommand.Arguments.NAME),
    DOCS(DocsCommand.Arguments.NAME),
    VERSION(VersionCommand.Arguments.NAME),
    HELP(HelpCommand.Arguments.NAME);

    private final String words;

    Known(String words) {
      this.words = words;
    }

    CommandArguments arguments() {
      return switch (this) {
        case LOGIN -> new LoginArguments();
        case USE_PAT -> new UsePatArguments();
        case LOGOUT -> new LogoutCommand.Arguments();
        case REFRESH -> new RefreshCommand.Arguments();
        case STATUS -> new StatusCommand.Arguments();
        case WHOAMI -> new WhoamiCommand.Arguments();
        case DOCTOR -> new DoctorCommand.Arguments();
        case TOKEN -> new TokenCommand.Arguments();
        case API -> new ApiArguments();
        case EXEC -> new ExecCommand.Arguments();
        case PROXY -> new ProxyCommand.Arguments();
        case MCP -> new McpCommand.Arguments();
        case CREDENTIAL_GIT -> new GitCredentialCommand.Arguments();
        case CREDENTIAL_DOCKER -> new DockerCredentialCommand.Arguments();
        case CREDENTIAL_KUBECTL -> new KubectlCredentialArguments();
        case CREDENTIAL_HEADERS -> new HeadersCredentialCommand.Arguments();
        case CREDENTIAL_BAZEL -> new BazelCredentialCommand.Arguments();
        case CREDENTIAL_CARGO -> new CargoCredentialCommand.Arguments();
        case CREDENTIAL_TERRAFORM -> new TerraformCredentialCommand.Arguments();
        case CREDENTIAL_GOOGLE -> new GoogleCredentialCommand.Arguments();
        case CREDENTIAL_AWS -> new AwsCredentialCommand.Arguments();
        case TOKEN_FILE -> new TokenFileCommand.Arguments();
        case SETUP -> new SetupCommand.Arguments();
        case PROFILE_LIST -> new ProfileListCommand.Arguments();
        case PROFILE_SHOW -> new ProfileShowCommand.Arguments();
        case PROFILE_ADD -> new ProfileAddCommand.Arguments();
        case PROFILE_REMOVE -> new ProfileRemoveCommand.Arguments();
        case PROFILE_IMPORT -> new ProfileImportCommand.Arguments();
        case PROFILE_SET -> new ProfileSetCommand.Arguments();
        case PROFILE_EDIT -> new ProfileEditCommand.Arguments();
        case PROFILE_KEYGEN -> new ProfileKeygenCommand.Arguments();
        case ACCOUNT_LIST -> new AccountListCommand.Arguments();
        case ACCOUNT_USE -> new AccountUseCommand.Arguments();
        case STORE_SEAL -> new StoreSealCommand.Arguments(Change.SEAL);
        case STORE_UNSEAL -> new StoreSealCommand.Arguments(Change.UNSEAL);
        case STORE_CHANGE_PASSPHRASE -> new StoreSealCommand.Arguments(Change.PASSPHRASE);
        case STORE_MIGRATE -> new StoreMigrateCommand.Arguments();
        case STORE_INIT -> new SharedStoreCommand.Arguments(Work.INIT);
        case STORE_ROTATE_KEY -> new SharedStoreCommand.Arguments(Work.ROTATE_KEY);
        case PLUGINS -> new PluginsCommand.Arguments();
        case COMPLETION -> new CompletionCommand.Arguments();
        case DOCS -> new DocsCommand.Arguments();
        case VERSION -> new VersionCommand.Arguments();
        case HELP -> new HelpCommand.Arguments();
      };
    }
  }

  /** Loads no command. */
  public Commands() {}

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Known known : Known.values()) {
      names.add(known.words);
    }
    return names;
  }

  @Override
  public Optional<CommandArguments> arguments(String name) {
    for (Known known : Known.values()) {
      if (known.words.equals(name)) {
        return Optional.of(known.arguments());
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<CommandGroup> group(String word) {
    return CommandGroups.find(word);
  }

  @Override
  public Command help(GlobalOptions globals, String topic) {
    return new HelpCommand(globals, topic);
  }

  @Override
  public Command home(GlobalOptions globals) {
    return new HomeCommand(globals);
  }
}
