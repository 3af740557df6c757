package dev.keyfob.cli.command.info;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import java.util.List;
import java.util.Optional;

/**
 * Prints what a shell needs to complete command lines: a script beside this class. What it calls
 * back for every completion is {@code keyfob completion candidates -- WORD...}.
 *
 * @param shell the shell
 */
public record CompletionCommand(GlobalOptions globals, String shell) implements Command {
  private static final String CALLBACK = "candidates";

  @Override
  public int run(CommandContext session) {
    String script =
        HelpTexts.find("completion-" + shell)
            .orElseThrow(
                () ->
                    AuthException.usage(
                        "There is completion for bash, zsh and fish.", "keyfob help completion"));
    session.printLines(script);
    return ExitCode.DONE;
  }

  /** The callback. */
  private record Callback(GlobalOptions globals, List<String> words) implements Command {
    @Override
    public int run(CommandContext session) {
      for (String line : Completions.of(words, new NamesOf(session))) {
        session.printLines(line + "\n");
      }
      return ExitCode.DONE;
    }
  }

  private record NamesOf(CommandContext session) implements Completions.Names {
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
  public static final class Arguments extends CommandArguments {
    @Override
    public boolean takesTrailing() {
      return positionals().equals(List.of(CALLBACK));
    }

    @Override
    public Command request() {
      String shell = exactlyOne("the shell");
      return shell.equals(CALLBACK)
          ? new Callback(globals(), trailing())
          : new CompletionCommand(globals(), shell);
    }
  }
}
