package dev.keyfob.cli.command;

import dev.keyfob.auth.api.Identity;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import dev.keyfob.cli.output.StatusPresenter;
import java.util.Optional;

/**
 * Prints whose credential it is, and nothing else on standard output.
 *
 * @param named the profile as an argument
 */
record WhoamiCommand(Globals globals, Optional<String> named) implements Request {
  @Override
  public int run(Session session) {
    Identity identity = session.keyfob().whoami(session.key(named));
    ResolvedCredential used = identity.resolved();
    if (session.json()) {
      session.print(
          new Json()
              .put("profile", used.key().profile())
              .put("account", used.key().account())
              .put("user", identity.user())
              .put("type", used.credential().type())
              .put("origin", StatusPresenter.origin(used.origin()))
              .build());
    } else {
      session.print(identity.name());
      session.note(used.key() + ": " + used.credential().type() + " from " + used.origin().name());
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  static final class Arguments extends CommandArguments {
    @Override
    WhoamiCommand request() {
      return new WhoamiCommand(globals(), atMostOne());
    }
  }
}
