package dev.keyfob.cli.command.api;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.mcp.McpBridge;
import dev.keyfob.cli.mcp.McpProfiles;
import dev.keyfob.cli.output.ExitCode;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bridges a host that starts its Model Context Protocol servers as programs to one that is reached
 * by HTTP, with the credential on every request. Standard output carries the protocol alone.
 *
 * @param target the server's address or its profile
 * @param login whether a browser may be opened where a login is needed
 */
public record McpCommand(GlobalOptions globals, Optional<String> target, boolean login)
    implements Command {
  @Override
  public int run(CommandContext context) {
    Optional<String> address = target.filter(text -> text.contains("://"));
    URI server;
    @Nullable AccountKey key;
    if (address.isPresent()) {
      server = McpProfiles.address(address.get());
      key =
          context
              .profile(Optional.empty())
              .or(() -> new McpProfiles(context.keyfob()).find(server))
              .map(name -> context.keyfob().select(Optional.of(name), globals.account()))
              .orElse(null);
    } else {
      key = context.key(target);
      ServiceProfile profile = context.keyfob().profile(key.profile());
      server =
          profile
              .apiBaseUri()
              .orElseThrow(
                  () ->
                      AuthException.usage(
                          "The profile " + profile.name() + " names no server.",
                          "keyfob profile add " + profile.name() + " --mcp URL --force"));
    }
    new McpBridge(
            context.keyfob(),
            server,
            key,
            globals.account(),
            login,
            context.world().out(),
            line -> {
              context.note(line);
              context.world().err().flush();
            })
        .run(context.world().in());
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    @Parameter(names = "--login")
    private boolean login;

    @Override
    public boolean flag(String name) {
      if (!name.equals("--login")) {
        return super.flag(name);
      }
      login = true;
      return true;
    }

    @Override
    public McpCommand request() {
      return new McpCommand(globals(), atMostOne(), login);
    }
  }
}
