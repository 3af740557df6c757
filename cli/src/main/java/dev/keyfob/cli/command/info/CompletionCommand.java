package dev.keyfob.cli.command.info;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
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
  public int run(CommandContext context) {
    String script =
        CompletionScripts.find(shell)
            .orElseThrow(
                () ->
                    AuthException.usage(
                        "Unsupported shell. Completion is available for bash, zsh and fish.",
                        "keyfob help completion"));
    context.printLines(script);
    return ExitCode.DONE;
  }

  /** The callback. */
  private record Callback(GlobalOptions globals, List<String> words) implements Command {
    @Override
    public int run(CommandContext context) {
      for (String line : Completions.of(words, context.catalog(), new NamesOf(context))) {
        context.printLines(line + "\n");
      }
      return ExitCode.DONE;
    }
  }

  private record NamesOf(CommandContext context) implements Completions.Names {
    @Override
    public Iterable<String> profiles() {
      return context.keyfob().profiles().names();
    }

    @Override
    public Iterable<String> accounts(Optional<String> profile) {
      return context.keyfob().rememberedAccounts(context.key(profile).profile()).stream()
          .map(AccountKey::account)
          .toList();
    }
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "completion";

    @Override
    public boolean takesTrailing() {
      return positionals().equals(List.of(CALLBACK));
    }

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "completion for bash, zsh and fish",
              """
              Print a script that has a shell complete keyfob's commands, options, profiles
              and accounts. Debian's package brings it along.
              """)
          .withUsage("bash|zsh|fish")
          .withExamples(
              """
              keyfob completion bash > ~/.local/share/bash-completion/completions/keyfob
              keyfob completion zsh > "${fpath[1]}/_keyfob"
              keyfob completion fish > ~/.config/fish/completions/keyfob.fish
              """);
    }

    @Override
    public Command toCommand() {
      String shell = exactlyOne("the shell");
      return shell.equals(CALLBACK)
          ? new Callback(globals(), trailing())
          : new CompletionCommand(globals(), shell);
    }
  }
}
