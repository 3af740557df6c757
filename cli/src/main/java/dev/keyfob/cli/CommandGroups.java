package dev.keyfob.cli;

import dev.keyfob.cli.command.CommandGroup;
import java.util.Optional;

/** What the groups of commands are about. */
final class CommandGroups {
  private CommandGroups() {}

  static Optional<CommandGroup> find(String word) {
    return Optional.ofNullable(
        switch (word) {
          case "credential" ->
              new CommandGroup(
                  word,
                  "answer other programs",
                  """
                  Give credentials to programs that ask a helper for them. A profile answers for
                  its own hosts only.
                  """,
                  """
                  printf 'url=https://git.example.com\\n' | keyfob credential git work get
                  keyfob credential kubectl work
                  """);
          case "profile" ->
              new CommandGroup(
                  word,
                  "the services",
                  """
                  Services and how they are reached.
                  """,
                  """
                  keyfob profile add acme --issuer https://id.acme.example --client-id my-cli
                  keyfob help profile add
                  """);
          case "account" ->
              new CommandGroup(
                  word,
                  "several identities with one service",
                  """
                  Several identities with one service.
                  """,
                  """
                  keyfob login heygen --account work
                  keyfob account use heygen work
                  """);
          case "store" ->
              new CommandGroup(
                  word,
                  "where credentials are kept",
                  """
                  Where an account's credentials are kept, and in what form. Each command is done
                  completely or not at all, whatever happens on the way.
                  """,
                  """
                  keyfob store migrate heygen --to keychain
                  keyfob store seal heygen --account work
                  """);
          default -> null;
        });
  }
}
