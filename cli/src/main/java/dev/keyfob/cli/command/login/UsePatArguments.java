package dev.keyfob.cli.command.login;

import dev.keyfob.auth.api.AuthException;
import java.util.Optional;

/** {@code use-pat} is {@code login --pat}. */
public final class UsePatArguments extends LoginArguments {
  @Override
  Optional<String> option() {
    Optional<String> given = super.option();
    if (given.isPresent() && !given.get().equals("--pat")) {
      throw AuthException.usage("use-pat is login --pat; it cannot do " + given.get() + ".", null);
    }
    return Optional.of("--pat");
  }
}
