package dev.keyfob.cli.command.info;

import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;

/** What {@code keyfob} alone prints: where one is, or what to do first. */
public record HomeCommand(GlobalOptions globals) implements Command {
  @Override
  public int run(CommandContext context) {
    if (new Overview(context).print() > 0) {
      context.note("");
      context.note("Run keyfob help for the commands.");
    }
    return ExitCode.DONE;
  }
}
