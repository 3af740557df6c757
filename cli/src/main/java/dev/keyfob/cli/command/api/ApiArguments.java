package dev.keyfob.cli.command.api;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.NoSplitter;
import dev.keyfob.cli.args.Placeholder;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code api}, and its arguments: a path starts with a slash or is a web address, a
 * method is one of HTTP's in any case or a word in capitals, and what is left is the profile.
 */
public final class ApiArguments extends CommandArguments {
  /** The words that call it. */
  public static final String NAME = "api";

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
  private static final int MOST_RETRIES = 20;

  @Parameter(
      names = {"-X", "--method"},
      description = "the method, in any case; else GET, or POST with -d or -F")
  @Placeholder("METHOD")
  private @Nullable String method;

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
              + "@FILE is a file's text; with -X GET they become the query")
  @Placeholder("K=V")
  private List<String> fields = new ArrayList<>();

  @Parameter(
      names = {"-f", "--raw-field"},
      splitter = NoSplitter.class,
      description = "the same, and the value is a text whatever it looks like")
  @Placeholder("K=V")
  private List<String> rawFields = new ArrayList<>();

  @Parameter(
      names = {"-H", "--header"},
      splitter = NoSplitter.class,
      description = "send this header too; the credential's headers win")
  @Placeholder("H")
  private List<String> headers = new ArrayList<>();

  @Parameter(
      names = {"-i", "--include"},
      category = "What is printed",
      description = "print the status and the headers first")
  private boolean include;

  @Parameter(
      names = {"-o", "--output"},
      category = "What is printed",
      description = "write the answer to a file; - for standard output as it is")
  @Placeholder("FILE")
  private @Nullable String output;

  @Parameter(
      names = {"-q", "--jq"},
      category = "What is printed",
      description = "only what this filter in jq's language selects; texts without quotes")
  @Placeholder("FILTER")
  private @Nullable String jq;

  @Parameter(
      names = {"-t", "--template"},
      category = "What is printed",
      description = "the answer in a Mustache template, as in '{{#items}}{{name}}{{/items}}'")
  @Placeholder("TEXT")
  private @Nullable String template;

  @Parameter(
      names = "--paginate",
      category = "What is printed",
      description = "follow the links to the next page")
  private boolean paginate;

  @Parameter(
      names = "--slurp",
      category = "What is printed",
      description = "with --paginate: all pages as one array")
  private boolean slurp;

  @Parameter(
      names = "--timeout",
      description = "give up when nothing has come for this long, such as 90s (100s)")
  @Placeholder("TIME")
  private @Nullable String timeout;

  @Parameter(
      names = "--retry",
      description =
          "try again so often after 429, 5xx or a broken connection, waiting longer each time or "
              + "as the service asks; what changes something only after 429")
  @Placeholder("TIMES")
  private @Nullable String retry;

  @Parameter(
      names = "--dry-run",
      description = "show the request, without the credential, and send nothing")
  private boolean dryRun;

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
            PATH starts with a slash. METHOD is GET, or POST with -d or -F, unless it is
            named. A terminal gets JSON indented and in colours; a pipe gets it as it came.
            """)
        .withExamples(
            """
            keyfob api heygen /v3/users/me
            keyfob api heygen POST /v3/videos -F title=Hello -F draft=true
            keyfob api heygen /v3/videos --jq '.data[] | .title'
            keyfob api heygen /v3/videos --paginate --slurp > all.json
            """);
  }

  @Override
  public ApiCommand toCommand() {
    Optional<String> named = Optional.empty();
    Optional<String> path = Optional.empty();
    Optional<String> verb = Optional.ofNullable(method).map(ApiArguments::verb);
    atMost(3);
    for (String argument : positionals()) {
      if (path.isEmpty() && isPath(argument)) {
        path = Optional.of(argument);
      } else if (verb.isEmpty() && isMethod(argument)) {
        verb = Optional.of(argument.toUpperCase(Locale.ROOT));
      } else if (named.isEmpty() && path.isEmpty() && (verb.isEmpty() || method != null)) {
        named = Optional.of(argument);
      } else {
        throw AuthException.usage("Unexpected argument: " + argument + ".", null);
      }
    }
    boolean body = data != null || !fields.isEmpty() || !rawFields.isEmpty();
    String chosen = verb.orElse(body ? "POST" : ApiRequest.GET);
    requireFitting(chosen);
    return new ApiCommand(
        globals(),
        named,
        new ApiRequest(
            chosen,
            path.orElseThrow(
                () ->
                    AuthException.usage(
                        "Missing argument: the path, which starts with a slash.", null)),
            Optional.ofNullable(data),
            pairs(),
            List.copyOf(headers),
            Optional.ofNullable(timeout).map(text -> Times.parse("--timeout", text)),
            retries()),
        new ApiView(
            include,
            Optional.ofNullable(output),
            Optional.ofNullable(jq),
            Optional.ofNullable(template),
            paginate,
            slurp),
        dryRun);
  }

  private void requireFitting(String chosen) {
    if (data != null && (!fields.isEmpty() || !rawFields.isEmpty())) {
      throw AuthException.usage("Only one of -d and -F can be given.", null);
    }
    if (data != null && ApiRequest.isBodiless(chosen)) {
      throw AuthException.usage(
          "A " + chosen + " request carries no data; put it into the path.", null);
    }
    if (paginate && !chosen.equals(ApiRequest.GET)) {
      throw AuthException.usage("--paginate is for GET requests.", null);
    }
    if (slurp && !paginate) {
      throw AuthException.usage("--slurp goes with --paginate.", null);
    }
    if (jq != null && template != null) {
      throw AuthException.usage("Only one of --jq and --template can be given.", null);
    }
  }

  private List<ApiField> pairs() {
    List<ApiField> pairs = new ArrayList<>();
    fields.forEach(field -> pairs.add(ApiField.of(field, true)));
    rawFields.forEach(field -> pairs.add(ApiField.of(field, false)));
    return pairs;
  }

  private OptionalInt retries() {
    return retry == null ? OptionalInt.empty() : OptionalInt.of(retries("--retry", retry));
  }

  /** A number of further attempts, as an option or a variable has it. */
  static int retries(String where, String text) {
    if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) > MOST_RETRIES) {
      throw AuthException.usage(where + " takes a number up to " + MOST_RETRIES + ".", null);
    }
    return Integer.parseInt(text);
  }

  private static String verb(String text) {
    if (!TOKEN.matcher(text).matches()) {
      throw AuthException.usage("Not an HTTP method: " + text + ".", null);
    }
    return text.toUpperCase(Locale.ROOT);
  }

  private static boolean isPath(String argument) {
    String start = argument.toLowerCase(Locale.ROOT);
    return start.startsWith("/") || start.startsWith("https://") || start.startsWith("http://");
  }

  private static boolean isMethod(String argument) {
    return METHODS.contains(argument.toUpperCase(Locale.ROOT))
        || (!argument.isEmpty() && argument.chars().allMatch(c -> c >= 'A' && c <= 'Z'));
  }
}
