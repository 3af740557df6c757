package dev.keyfob.cli.command.helper;

import com.beust.jcommander.Parameter;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.token.TokenCommand;
import dev.keyfob.cli.command.token.TokenCommand.Form;
import java.time.Duration;

/** What kubectl runs: {@code token --format exec-credential}, or the same with the ID token. */
public final class KubectlCredentialArguments extends CommandArguments {
  @Parameter(names = "--id-token")
  private boolean idToken;

  @Override
  public boolean flag(String name) {
    if (!name.equals("--id-token")) {
      return super.flag(name);
    }
    idToken = true;
    return true;
  }

  @Override
  public Command request() {
    TokenCommand token =
        new TokenCommand(globals(), atMostOne(), Duration.ZERO, Form.EXEC_CREDENTIAL, false);
    return new KubectlCredentialCommand(globals(), token, idToken);
  }
}
