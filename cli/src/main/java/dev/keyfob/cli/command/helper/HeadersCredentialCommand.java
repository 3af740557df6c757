package dev.keyfob.cli.command.helper;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.Placeholder;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints the headers of a request as one JSON object of texts, for programs that run a command for
 * them: Claude Code's {@code headersHelper} names the server in a variable.
 *
 * @param named the profile as an argument
 * @param url the address of the request; empty for what the asking program says, else the API
 */
public record HeadersCredentialCommand(
    GlobalOptions globals, Optional<String> named, Optional<String> url) implements Command {
  private static final String SERVER_URL = "CLAUDE_CODE_MCP_SERVER_URL";

  @Override
  public int run(CommandContext context) {
    HostHelper helper = new HostHelper(context, globals, named);
    Optional<String> address =
        url.or(() -> Optional.ofNullable(context.system().environment().get(SERVER_URL)))
            .filter(text -> !text.isBlank());
    AccountKey key = address.map(helper::require).orElseGet(() -> context.key(named));
    String target = address.orElseGet(() -> api(context, key));
    Json headers = new Json();
    helper.headers(helper.token(key), target).forEach(headers::put);
    context.printSecret(Json.line(headers.build()));
    return ExitCode.DONE;
  }

  private static String api(CommandContext context, AccountKey key) {
    return context
        .keyfob()
        .profile(key.profile())
        .apiBaseUri()
        .map(URI::toString)
        .orElseThrow(
            () ->
                AuthException.usage(
                    "The profile " + key.profile() + " names no API.",
                    "keyfob credential headers " + key.profile() + " --url \"$URL\""));
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "credential headers";

    @Parameter(names = "--url", description = "the address of the request")
    @Placeholder("URL")
    private @Nullable String url;

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.USE,
              "the headers of a request, as one JSON object",
              """
              Print the headers of a request, the credential among them, as one JSON object of
              texts. The address is that of --url, else of the variable that Claude Code sets
              for its headersHelper, else the profile's API; it has to be the profile's own.
              """)
          .withUsage("[PROFILE] [OPTIONS]")
          .withExamples(
              """
              keyfob credential headers files
              """);
    }

    @Override
    public HeadersCredentialCommand toCommand() {
      return new HeadersCredentialCommand(globals(), atMostOne(), Optional.ofNullable(url));
    }
  }
}
