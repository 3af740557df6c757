package dev.keyfob.cli.command.api;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.NoSplitter;
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
  private static final String GET = "GET";

  @Parameter(names = {"-d", "--data"})
  private @Nullable String data;

  @Parameter(
      names = {"-F", "--field"},
      splitter = NoSplitter.class)
  private List<String> fields = new ArrayList<>();

  @Parameter(
      names = {"-H", "--header"},
      splitter = NoSplitter.class)
  private List<String> headers = new ArrayList<>();

  @Parameter(names = {"-i", "--include"})
  private boolean include;

  @Parameter(names = {"-o", "--output"})
  private @Nullable String output;

  @Parameter(names = "--paginate")
  private boolean paginate;

  @Override
  public ApiCommand request() {
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
