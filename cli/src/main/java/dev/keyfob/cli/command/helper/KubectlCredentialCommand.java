package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.token.IdTokens;
import dev.keyfob.cli.command.token.TokenCommand;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.TokenPresenter;

/**
 * Answers kubectl. An API server that checks {@code aud} takes the ID token: where the option or
 * the profile ({@code "kubectlToken": "id_token"}) says so, that is what it gets.
 *
 * @param token what it gets otherwise
 * @param idToken whether the option says so
 */
public record KubectlCredentialCommand(GlobalOptions globals, TokenCommand token, boolean idToken)
    implements Command {
  private static final String FIELD = "kubectlToken";

  @Override
  public int run(CommandContext context) {
    AccountKey key = context.key(token.named());
    boolean wanted =
        idToken
            || context
                .keyfob()
                .profile(key.profile())
                .document()
                .getString(FIELD, "")
                .startsWith("id");
    if (!wanted) {
      return token.run(context);
    }
    IdTokens found = IdTokens.of(context, key);
    context.printSecret(
        TokenPresenter.execCredential(
            found.token(), found.expiresAt(), context.system().environment()));
    return ExitCode.DONE;
  }
}
