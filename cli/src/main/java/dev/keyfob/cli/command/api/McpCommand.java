package dev.keyfob.cli.command.api;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
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
                          "keyfob profile add " + profile.name() + " --mcp \"$URL\" --force"));
    }
    new McpBridge(
            context.keyfob(),
            server,
            key,
            globals.account(),
            login,
            context.system().out(),
            line -> {
              context.note(line);
              context.system().err().flush();
            })
        .run(context.system().in());
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "mcp";

    @Parameter(
        names = "--login",
        description = "open a browser where a login is needed; one, whoever asks")
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
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.USE,
              "bridge an agent to a Model Context Protocol server",
              """
              Bridge a program that speaks the Model Context Protocol on standard input and
              output to a server that is reached by HTTP, with the credential on every
              request, renewed when needed. Standard output carries the protocol alone.
              """)
          .withUsage("[SERVER] [OPTIONS]")
          .withDetails(
              """
              SERVER is the server's address, or the profile of one (profile add --mcp). A
              bridge opens no browser: where a login is needed it answers the request with an
              error that names the command, and works as soon as somebody has logged in.
              """)
          .withExamples(
              """
              keyfob profile add files --mcp https://mcp.files.example/mcp
              keyfob login files
              keyfob mcp files
              """);
    }

    @Override
    public McpCommand toCommand() {
      return new McpCommand(globals(), atMostOne(), login);
    }
  }
}
