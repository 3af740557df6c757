package dev.keyfob.cli.command;

import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import dev.keyfob.cli.output.Times;
import java.util.Optional;

/**
 * Renews the session now.
 *
 * @param named the profile as an argument
 */
record RefreshCommand(Globals globals, Optional<String> named) implements Request {
  @Override
  public int run(Session session) {
    ResolvedCredential renewed = session.keyfob().refresh(session.key(named));
    Credential credential = renewed.credential();
    if (session.json()) {
      session.print(
          new Json()
              .put("profile", renewed.key().profile())
              .put("account", renewed.key().account())
              .put("type", credential.type())
              .putTime("expires_at", credential.expiresAt())
              .build());
    } else {
      String until =
          credential
              .expiresAt()
              .map(end -> "; it expires " + Times.relative(end, session.now()))
              .orElse("");
      session.note("Renewed the session for " + renewed.key() + until + ".");
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  static final class Arguments extends CommandArguments {
    @Override
    RefreshCommand request() {
      return new RefreshCommand(globals(), atMostOne());
    }
  }
}
