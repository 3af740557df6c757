package dev.keyfob.cli.command;

import dev.keyfob.cli.command.TokenCommand.Form;
import java.time.Duration;

/** What kubectl runs: the same as {@code token --format exec-credential}. */
final class KubectlCredentialArguments extends CommandArguments {
  @Override
  TokenCommand request() {
    return new TokenCommand(globals(), atMostOne(), Duration.ZERO, Form.EXEC_CREDENTIAL, false);
  }
}
