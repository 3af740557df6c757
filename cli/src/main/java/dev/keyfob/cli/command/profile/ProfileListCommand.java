package dev.keyfob.cli.command.profile;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import dev.keyfob.cli.output.Table;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the profiles; one that cannot be read is listed with its problem. */
public record ProfileListCommand(GlobalOptions globals) implements Command {
  @Override
  public int run(CommandContext session) {
    Profiles profiles = session.keyfob().profiles();
    List<JsonObject> list = new ArrayList<>();
    Table table = new Table("");
    for (String name : profiles.names()) {
      boolean builtIn = !profiles.isOwn(name);
      Json entry = new Json().put("name", name).put("built_in", builtIn);
      String mark = builtIn ? " (built in)" : "";
      try {
        ServiceProfile profile = profiles.get(name);
        Optional<String> api = profile.apiBaseUri().map(URI::toString);
        entry
            .put("display_name", profile.displayName())
            .putText("api_base_uri", api)
            .putText("problem", Optional.empty());
        table.row(name, api.orElse(profile.displayName()) + mark);
      } catch (AuthException e) {
        entry
            .putText("display_name", Optional.empty())
            .putText("api_base_uri", Optional.empty())
            .putText("problem", Optional.ofNullable(e.getMessage()));
        table.row(name, e.getMessage() + mark);
      }
      list.add(entry.build());
    }
    if (session.json()) {
      session.print(new Json().putObjects("profiles", list).build());
    } else {
      session.printLines(table.toString());
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    @Override
    public ProfileListCommand request() {
      atMost(0);
      return new ProfileListCommand(globals());
    }
  }
}
