package dev.keyfob.cli.command.info;

import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import java.lang.module.ModuleDescriptor;

/** Prints the version. */
public record VersionCommand(GlobalOptions globals) implements Command {
  @Override
  public int run(CommandContext context) {
    String version = version();
    if (context.json()) {
      context.print(new Json().put("version", version).build());
    } else {
      context.print("keyfob " + version);
    }
    return ExitCode.DONE;
  }

  /** The build writes the version into the module's descriptor; loose classes have none. */
  public static String version() {
    ModuleDescriptor descriptor = VersionCommand.class.getModule().getDescriptor();
    return descriptor == null ? "development" : descriptor.rawVersion().orElse("development");
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "version";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "print the version",
              """
              Print the version.
              """)
          .withExamples(
              """
              keyfob --version
              """);
    }

    @Override
    public VersionCommand toCommand() {
      atMost(0);
      return new VersionCommand(globals());
    }
  }
}
