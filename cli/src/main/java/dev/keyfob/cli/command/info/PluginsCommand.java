package dev.keyfob.cli.command.info;

import dev.keyfob.auth.api.ExtensionInfo;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import dev.keyfob.cli.output.Table;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Lists what knows credentials and what keeps them. */
public record PluginsCommand(GlobalOptions globals) implements Command {
  @Override
  public int run(CommandContext context) {
    List<JsonObject> list = new ArrayList<>();
    Table table = new Table("");
    for (ExtensionInfo plugin : context.keyfob().plugins()) {
      list.add(
          new Json()
              .putText("kind", plugin.kind().map(ExtensionInfo.Kind::id))
              .putText("id", plugin.id())
              .put("source", plugin.source())
              .put("built_in", plugin.builtIn())
              .putText("version", plugin.version())
              .putText("problem", plugin.problem())
              .build());
      String name =
          plugin.kind().map(ExtensionInfo.Kind::id).orElse("?") + " " + plugin.id().orElse("?");
      table.row(
          name,
          plugin
              .problem()
              .map(problem -> plugin.source() + " is not used: " + problem)
              .orElse(plugin.builtIn() ? "built in" : plugin.source()));
    }
    String folder = context.keyfob().directories().data().resolve("plugins").toString();
    if (context.json()) {
      context.print(new Json().put("folder", folder).putObjects("plugins", list).build());
    } else {
      context.printLines(table.toString());
      context.note("Plugins are jars in " + folder);
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "plugins";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "what knows credentials and what keeps them",
              """
              List what knows credentials (providers) and what keeps them (stores), with
              where each was found.
              """)
          .withExamples(
              """
              keyfob plugins --json
              """);
    }

    @Override
    public PluginsCommand toCommand() {
      atMost(0);
      return new PluginsCommand(globals());
    }
  }
}
