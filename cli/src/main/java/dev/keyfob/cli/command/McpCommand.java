package dev.keyfob.cli.command;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ServiceProfile;
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
record McpCommand(Globals globals, Optional<String> target, boolean login) implements Request {
  @Override
  public int run(Session session) {
    Optional<String> address = target.filter(text -> text.contains("://"));
    URI server;
    @Nullable AccountKey key;
    if (address.isPresent()) {
      server = McpProfiles.address(address.get());
      key =
          session
              .profile(Optional.empty())
              .or(() -> new McpProfiles(session.keyfob()).find(server))
              .map(name -> session.keyfob().select(Optional.of(name), globals.account()))
              .orElse(null);
    } else {
      key = session.key(target);
      ServiceProfile profile = session.keyfob().profile(key.profile());
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
            session.keyfob(),
            server,
            key,
            globals.account(),
            login,
            session.world().out(),
            line -> {
              session.note(line);
              session.world().err().flush();
            })
        .run(session.world().in());
    return ExitCode.DONE;
  }

  /** The command's options. */
  static final class Arguments extends CommandArguments {
    @Parameter(names = "--login")
    private boolean login;

    @Override
    boolean flag(String name) {
      if (!name.equals("--login")) {
        return super.flag(name);
      }
      login = true;
      return true;
    }

    @Override
    McpCommand request() {
      return new McpCommand(globals(), atMostOne(), login);
    }
  }
}
