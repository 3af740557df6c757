package dev.keyfob.cli.command;

import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import java.lang.module.ModuleDescriptor;

/** Prints the version. */
record VersionCommand(Globals globals) implements Request {
  @Override
  public int run(Session session) {
    String version = version();
    if (session.json()) {
      session.print(new Json().put("version", version).build());
    } else {
      session.print("keyfob " + version);
    }
    return ExitCode.DONE;
  }

  /** The build writes the version into the module's descriptor; loose classes have none. */
  private static String version() {
    ModuleDescriptor descriptor = VersionCommand.class.getModule().getDescriptor();
    return descriptor == null ? "development" : descriptor.rawVersion().orElse("development");
  }

  /** The command's options. */
  static final class Arguments extends CommandArguments {
    @Override
    VersionCommand request() {
      atMost(0);
      return new VersionCommand(globals());
    }
  }
}
