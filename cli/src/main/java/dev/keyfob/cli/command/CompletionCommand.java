package dev.keyfob.cli.command;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.output.ExitCode;
import java.util.List;
import java.util.Optional;

/**
 * Prints what a shell needs to complete command lines: a script beside this class. What it calls
 * back for every completion is {@code keyfob completion candidates -- WORD...}.
 *
 * @param shell the shell
 */
record CompletionCommand(Globals globals, String shell) implements Request {
  private static final String CALLBACK = "candidates";

  @Override
  public int run(Session session) {
    String script =
        Texts.find("completion-" + shell)
            .orElseThrow(
                () ->
                    AuthException.usage(
                        "There is completion for bash, zsh and fish.", "keyfob help completion"));
    session.printLines(script);
    return ExitCode.DONE;
  }

  /** The callback. */
  private record Callback(Globals globals, List<String> words) implements Request {
    @Override
    public int run(Session session) {
      for (String line : Candidates.of(words, new NamesOf(session))) {
        session.printLines(line + "\n");
      }
      return ExitCode.DONE;
    }
  }

  private record NamesOf(Session session) implements Candidates.Names {
    @Override
    public Iterable<String> profiles() {
      return session.keyfob().profiles().names();
    }

    @Override
    public Iterable<String> accounts(Optional<String> profile) {
      return session.keyfob().rememberedAccounts(session.key(profile).profile()).stream()
          .map(AccountKey::account)
          .toList();
    }
  }

  /** The command's options. */
  static final class Arguments extends CommandArguments {
    @Override
    boolean takesTrailing() {
      return positionals().equals(List.of(CALLBACK));
    }

    @Override
    Request request() {
      String shell = exactlyOne("the shell");
      return shell.equals(CALLBACK)
          ? new Callback(globals(), trailing())
          : new CompletionCommand(globals(), shell);
    }
  }
}
