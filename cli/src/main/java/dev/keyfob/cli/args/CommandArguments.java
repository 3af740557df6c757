package dev.keyfob.cli.args;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What JCommander fills in for one command. It is mutable, and of no use once the command is made.
 */
public abstract class CommandArguments {
  @Parameter(
      names = "--profile",
      description = "the service; else KEYFOB_PROFILE, else a .keyfob file")
  @Placeholder("PROFILE")
  private @Nullable String profile;

  @Parameter(names = "--account", description = "the identity; else KEYFOB_ACCOUNT, else default")
  @Placeholder("ACCOUNT")
  private @Nullable String account;

  @Parameter(names = "--json", description = "output and errors for programs")
  private boolean json;

  @Parameter(
      names = "--no-input",
      description = "never prompt; also with KEYFOB_NO_INPUT or CI set")
  private boolean noInput;

  @Parameter(
      names = {"-v", "--verbose"},
      description = "print the steps taken; also with KEYFOB_LOG=1")
  private boolean verbose;

  @Parameter(
      names = "-vv",
      description = "and the requests, without what is secret; also with KEYFOB_LOG=2")
  private boolean talkative;

  @Parameter(names = "--quiet", description = "print nothing but the result and errors")
  private boolean quiet;

  @Parameter(
      names = {"-h", "--help"},
      description = "print how a command is used")
  private boolean help;

  @Parameter private List<String> positionals = new ArrayList<>();

  private List<String> trailing = List.of();

  /**
   * Makes the command of what was filled in.
   *
   * @throws AuthException.Misconfigured if it does not fit together
   */
  public abstract Command toCommand();

  /** How the command is used; its options are read from the fields. */
  public abstract CommandDescription describe();

  /** Whether help tells of an option of the command. */
  public boolean describes(String option) {
    return true;
  }

  /** Sets an option without a value, for {@link PlainArguments}; false if it does not know it. */
  public boolean flag(String name) {
    switch (name) {
      case "--json" -> json = true;
      case "--no-input" -> noInput = true;
      case "--quiet" -> quiet = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Sets an option that has a value, for {@link PlainArguments}; false if it does not know it. */
  public boolean option(String name, String value) {
    switch (name) {
      case "--profile" -> profile = value;
      case "--account" -> account = value;
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Whether what looks like an option may turn out to be one once plugins are asked. */
  public boolean mayBeOption(String name) {
    return false;
  }

  /** What stands after {@code --}, in the one command that knows what to do with it. */
  public boolean takesTrailing() {
    return false;
  }

  public final void trailing(List<String> after) {
    trailing = after;
  }

  public final List<String> trailing() {
    return trailing;
  }

  public final boolean helpWanted() {
    return help;
  }

  public final List<String> positionals() {
    return positionals;
  }

  public final GlobalOptions globals() {
    return new GlobalOptions(
        Optional.ofNullable(profile),
        Optional.ofNullable(account),
        json,
        talkative ? 2 : verbose ? 1 : 0,
        quiet,
        noInput);
  }

  /** The one argument there may be. */
  public final Optional<String> atMostOne() {
    atMost(1);
    return positionals.isEmpty() ? Optional.empty() : Optional.of(positionals.getFirst());
  }

  /** The one argument there has to be. */
  public final String exactlyOne(String what) {
    if (positionals.isEmpty()) {
      throw AuthException.usage("Missing argument: " + what + ".", null);
    }
    return atMostOne().orElseThrow();
  }

  public final void atMost(int count) {
    if (positionals.size() > count) {
      throw AuthException.usage("Unexpected argument: " + positionals.get(count) + ".", null);
    }
  }
}
