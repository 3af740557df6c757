package dev.keyfob.cli.command.helper;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import dev.keyfob.cli.setup.Setup;
import dev.keyfob.cli.setup.SetupWriter;
import dev.keyfob.cli.setup.Setups;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes into a program's settings what makes it ask keyfob, or takes it out again.
 *
 * @param program the program; empty to list those there are
 * @param named the profile as an argument
 * @param undo whether to take it out
 * @param print whether only to show it
 */
public record SetupCommand(
    GlobalOptions globals,
    Optional<String> program,
    Optional<String> named,
    boolean undo,
    boolean print)
    implements Command {
  @Override
  public int run(CommandContext context) {
    Setups setups = new Setups(context.system().environment(), context.system().osName());
    SetupWriter writer = new SetupWriter(context.keyfob().directories().state(), context.notices());
    if (program.isEmpty()) {
      list(context, setups, writer);
      return ExitCode.DONE;
    }
    ServiceProfile profile = context.keyfob().profile(context.key(named).profile());
    if (program.get().equals("kubectl")) {
      return new KubectlSetup(context, profile.name()).run(undo, print);
    }
    List<Setup> all = setups.of(profile);
    Setup setup =
        Setup.find(all, program.get())
            .orElseThrow(
                () ->
                    AuthException.usage(
                        "Unknown program: " + program.get() + ". Known are " + names(all) + ".",
                        "keyfob setup"));
    if (print) {
      context.printLines("# " + setup.file() + "\n" + setup.shown().strip() + "\n");
    } else if (undo) {
      report(context, setup, writer.undo(setup, profile.name()), "Removed from ");
    } else {
      boolean changed = writer.apply(setup, profile.name());
      if (changed) {
        context.note("Added to " + setup.file() + ":");
        setup.shown().strip().lines().forEach(line -> context.note("  + " + line));
      }
      report(context, setup, changed, "Wrote ");
    }
    return ExitCode.DONE;
  }

  private static void report(CommandContext context, Setup setup, boolean changed, String done) {
    if (context.json()) {
      context.print(
          new Json()
              .put("program", setup.id())
              .put("file", setup.file().toString())
              .put("changed", changed)
              .build());
    } else {
      context.note(
          changed ? done + setup.file() + "." : "Nothing to change in " + setup.file() + ".");
    }
  }

  private void list(CommandContext context, Setups setups, SetupWriter writer) {
    Optional<String> profile = profile(context);
    ServiceProfile shown =
        profile
            .map(name -> context.keyfob().profile(name))
            .orElseGet(() -> ServiceProfile.builder("PROFILE", new Json().build()).build());
    List<JsonObject> rows = new ArrayList<>();
    String next = "git";
    for (Setup setup : setups.of(shown)) {
      boolean done = profile.isPresent() && writer.isDone(setup);
      rows.add(
          new Json()
              .put("program", setup.id())
              .put("found", setup.isFound())
              .put("set_up", done)
              .put("file", setup.file().toString())
              .build());
      if (setup.isFound() && !done) {
        next = setup.id();
      }
      if (!context.json()) {
        String state = done ? "set up" : setup.isFound() ? "found" : "not found";
        context.print("%-12s %-10s %s".formatted(setup.id(), state, setup.file()));
      }
    }
    if (context.json()) {
      context.print(new Json().putObjects("programs", rows).build());
    } else {
      context.note("Next: keyfob setup " + next + profile.map(name -> " " + name).orElse(""));
    }
  }

  /** The profile that the list is about, if anything tells. */
  private Optional<String> profile(CommandContext context) {
    try {
      return Optional.of(context.key(named).profile());
    } catch (AuthException.Misconfigured e) {
      return Optional.empty();
    }
  }

  private static String names(List<Setup> setups) {
    return setups.stream().map(Setup::id).collect(Collectors.joining(", ")) + ", kubectl";
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "setup";

    @Parameter(names = "--undo", description = "take it out again, to the last character")
    private boolean undo;

    @Parameter(names = "--print", description = "only show it")
    private boolean print;

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "have agents, git, docker and kubectl ask keyfob",
              """
              Write into a program's settings what makes it ask keyfob: for an agent the
              bridge to a Model Context Protocol server, for git, docker and kubectl the
              credential helper. The change is shown, a copy of the settings is kept, and
              doing it again changes nothing. Alone it lists the programs found here.
              """)
          .withUsage("[PROGRAM] [PROFILE] [OPTIONS]")
          .withDetails(
              """
              PROGRAM is claude-code, codex, vscode, gemini, cursor, git, docker or kubectl.
              """)
          .withExamples(
              """
              keyfob setup
              keyfob setup claude-code files
              keyfob setup git work --undo
              """);
    }

    @Override
    public SetupCommand toCommand() {
      atMost(2);
      if (undo && print) {
        throw AuthException.usage("Only one of --undo and --print can be given.", null);
      }
      List<String> words = positionals();
      if (words.isEmpty() && (undo || print)) {
        throw AuthException.usage("Missing argument: the program.", "keyfob setup");
      }
      return new SetupCommand(
          globals(), words.stream().findFirst(), words.stream().skip(1).findFirst(), undo, print);
    }
  }
}
