package dev.keyfob.cli.command.api;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.NoSplitter;
import dev.keyfob.cli.args.Placeholder;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code api}, and its arguments: a path starts with a slash or is a web address, a
 * method is in capitals, and what is left is the profile.
 */
public final class ApiArguments extends CommandArguments {
  /** The words that call it. */
  public static final String NAME = "api";

  private static final String GET = "GET";

  @Parameter(
      names = {"-d", "--data"},
      description = "send this; @FILE sends a file, - sends standard input")
  @Placeholder("TEXT")
  private @Nullable String data;

  @Parameter(
      names = {"-F", "--field"},
      splitter = NoSplitter.class,
      description =
          "send a JSON object of such fields; numbers, true, false and null are not quoted, "
              + "@FILE is a file's text")
  @Placeholder("K=V")
  private List<String> fields = new ArrayList<>();

  @Parameter(
      names = {"-H", "--header"},
      splitter = NoSplitter.class,
      description = "send this header too; the credential's headers win")
  @Placeholder("H")
  private List<String> headers = new ArrayList<>();

  @Parameter(
      names = {"-i", "--include"},
      description = "print the status and the headers first")
  private boolean include;

  @Parameter(
      names = {"-o", "--output"},
      description = "write the answer to a file")
  @Placeholder("FILE")
  private @Nullable String output;

  @Parameter(names = "--paginate", description = "follow the links to the next page")
  private boolean paginate;

  @Override
  public CommandDescription describe() {
    return new CommandDescription(
            NAME,
            Section.USE,
            "send a request with the credential on it",
            """
            Send a request to the service's API with the credential on it, and print the
            answer. The session is renewed when needed. An answer of 400 or more is printed
            as well, and exits with 1.
            """)
        .withUsage("[PROFILE] [METHOD] PATH [OPTIONS]")
        .withDetails(
            """
            PATH starts with a slash. METHOD is in capitals: GET, or POST with -d or -F.
            """)
        .withExamples(
            """
            keyfob api heygen /v3/users/me
            keyfob api heygen POST /v3/videos -F title=Hello -F draft=true
            keyfob api heygen /v3/videos --paginate | jq .
            """);
  }

  @Override
  public ApiCommand toCommand() {
    Optional<String> named = Optional.empty();
    Optional<String> method = Optional.empty();
    Optional<String> path = Optional.empty();
    atMost(3);
    for (String argument : positionals()) {
      if (path.isEmpty() && isPath(argument)) {
        path = Optional.of(argument);
      } else if (method.isEmpty() && isMethod(argument)) {
        method = Optional.of(argument);
      } else if (named.isEmpty() && method.isEmpty() && path.isEmpty()) {
        named = Optional.of(argument);
      } else {
        throw AuthException.usage("It is not clear what " + argument + " is.", null);
      }
    }
    boolean body = data != null || !fields.isEmpty();
    if (data != null && !fields.isEmpty()) {
      throw AuthException.usage("Only one of -d and -F can be given.", null);
    }
    if (body && method.filter(GET::equals).isPresent()) {
      throw AuthException.usage("A GET request carries no data; put it into the path.", null);
    }
    if (paginate && (body || method.filter(m -> !m.equals(GET)).isPresent())) {
      throw AuthException.usage("--paginate is for GET requests.", null);
    }
    return new ApiCommand(
        globals(),
        named,
        method.orElse(body ? "POST" : GET),
        path.orElseThrow(
            () -> AuthException.usage("A path is missing, which starts with a slash.", null)),
        Optional.ofNullable(data),
        List.copyOf(fields),
        List.copyOf(headers),
        include,
        Optional.ofNullable(output),
        paginate);
  }

  private static boolean isPath(String argument) {
    String start = argument.toLowerCase(Locale.ROOT);
    return start.startsWith("/") || start.startsWith("https://") || start.startsWith("http://");
  }

  private static boolean isMethod(String argument) {
    return argument.chars().allMatch(c -> c >= 'A' && c <= 'Z');
  }
}
