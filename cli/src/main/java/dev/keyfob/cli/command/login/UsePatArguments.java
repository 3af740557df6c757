package dev.keyfob.cli.command.login;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.Section;
import java.util.Optional;

/** {@code use-pat} is {@code login --pat}. */
public final class UsePatArguments extends LoginArguments {
  /** The words that call it. */
  public static final String NAME = "use-pat";

  @Override
  public CommandDescription describe() {
    return new CommandDescription(
            NAME,
            Section.LOG_IN,
            "log in with a personal access token",
            """
            Log in with a personal access token. It is login --pat, and takes its options.
            """)
        .withUsage("[PROFILE] [OPTIONS]")
        .withExamples(
            """
            keyfob use-pat pipecat
            printf %s "$PAT" | keyfob use-pat pipecat
            """);
  }

  @Override
  public boolean describes(String option) {
    return option.equals("--store") || option.equals("--no-verify");
  }

  @Override
  Optional<String> option() {
    Optional<String> given = super.option();
    if (given.isPresent() && !given.get().equals("--pat")) {
      throw AuthException.usage(
          given.get() + " cannot be used with use-pat, which is login --pat.", null);
    }
    return Optional.of("--pat");
  }
}
