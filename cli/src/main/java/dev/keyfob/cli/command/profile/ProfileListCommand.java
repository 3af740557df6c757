package dev.keyfob.cli.command.profile;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.auth.api.ServiceProfile;
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
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the profiles; one that cannot be read is listed with its problem. */
public record ProfileListCommand(GlobalOptions globals) implements Command {
  @Override
  public int run(CommandContext context) {
    Profiles profiles = context.keyfob().profiles();
    List<JsonObject> list = new ArrayList<>();
    Table table = new Table("");
    for (String name : inOrder(profiles)) {
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
    if (context.json()) {
      context.print(new Json().putObjects("profiles", list).build());
    } else {
      context.printLines(table.toString());
    }
    return ExitCode.DONE;
  }

  /** One's own first, then what can be logged in to as it is, then what needs a client or a key. */
  private static List<String> inOrder(Profiles profiles) {
    List<String> names = new ArrayList<>(profiles.names());
    // Which is stable. A comparator of the JDK's making would not be in the start-up cache.
    names.sort((one, other) -> Integer.compare(rank(profiles, one), rank(profiles, other)));
    return names;
  }

  private static int rank(Profiles profiles, String name) {
    if (profiles.isOwn(name)) {
      return 0;
    }
    try {
      Optional<OAuthSettings> oauth = profiles.get(name).oauth();
      boolean ready =
          oauth.isPresent()
              && (oauth.get().clientId().isPresent() || oauth.get().configPath().isPresent());
      return ready ? 1 : 2;
    } catch (AuthException e) {
      return 2;
    }
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "profile list";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "list the profiles",
              """
              List the profiles, built in and your own.
              """)
          .withExamples(
              """
              keyfob profile list --json
              """);
    }

    @Override
    public ProfileListCommand toCommand() {
      atMost(0);
      return new ProfileListCommand(globals());
    }
  }
}
