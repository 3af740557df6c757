package dev.keyfob.cli.command.helper;

import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.token.TokenCommand;
import dev.keyfob.cli.command.token.TokenCommand.Form;
import java.time.Duration;

/** What kubectl runs: the same as {@code token --format exec-credential}. */
public final class KubectlCredentialArguments extends CommandArguments {
  @Override
  public TokenCommand request() {
    return new TokenCommand(globals(), atMostOne(), Duration.ZERO, Form.EXEC_CREDENTIAL, false);
  }
}
