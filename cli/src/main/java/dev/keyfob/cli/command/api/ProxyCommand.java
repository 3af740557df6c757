package dev.keyfob.cli.command.api;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.NoSplitter;
import dev.keyfob.cli.args.Placeholder;
import dev.keyfob.cli.args.Ports;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.Json;
import dev.keyfob.cli.proxy.AccessRules;
import dev.keyfob.cli.proxy.RequestLog;
import dev.keyfob.cli.proxy.ReverseProxy;
import dev.keyfob.cli.proxy.Route;
import dev.keyfob.cli.system.ChildProcess;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Serves a service's API on this machine with the credential on every request: until it is stopped,
 * or while a command runs.
 *
 * @param named the profile as an argument
 * @param port the port; 0 for any
 * @param mapped profiles by the beginning of their paths; if there are any, the first profile is
 *     served only if it is named
 * @param rules what may be asked for
 * @param logged whether each request is told of on the standard error stream
 * @param command the program and its arguments; empty for none
 */
public record ProxyCommand(
    GlobalOptions globals,
    Optional<String> named,
    int port,
    Map<String, String> mapped,
    AccessRules rules,
    boolean logged,
    List<String> command)
    implements Command {
  private static final String VARIABLE = "KEYFOB_PROXY_URL";

  @Override
  public int run(CommandContext context) {
    List<Route> routes = routes(context);
    // Whoever is not logged in hears of it now, not at the first request.
    routes.forEach(route -> context.keyfob().token(route.key(), Duration.ZERO));
    try (ReverseProxy proxy =
        ReverseProxy.start(context.keyfob(), routes, rules, log(context), port)) {
      String address = proxy.address().toString();
      if (!command.isEmpty()) {
        return new ChildProcess(context.system())
            .run(command, withheld(context, routes), Map.of(VARIABLE, address));
      }
      if (context.json()) {
        context.print(json(routes, address).build());
      } else {
        context.print(address);
        for (Route route : routes) {
          String below =
              routes.size() == 1 && route.prefix().isEmpty()
                  ? "there"
                  : "below " + route.prefix() + "/";
          context.note("Requests " + below + " go to " + route.key() + " with the credential.");
        }
        context.note("Ctrl-C stops it.");
      }
      context.system().out().flush();
      context.system().err().flush();
      return untilStopped();
    }
  }

  private List<Route> routes(CommandContext context) {
    List<Route> routes = new ArrayList<>();
    if (mapped.isEmpty() || context.profile(named).isPresent()) {
      routes.add(new Route("", context.key(named)));
    }
    mapped.forEach(
        (prefix, profile) ->
            routes.add(
                new Route(
                    prefix, context.keyfob().select(Optional.of(profile), globals.account()))));
    return routes;
  }

  private RequestLog log(CommandContext context) {
    PrintStream err = context.system().err();
    return logged ? new RequestLog(err::println, Clock.systemUTC()) : RequestLog.silent();
  }

  private static Set<String> withheld(CommandContext context, List<Route> routes) {
    return routes.stream()
        .flatMap(route -> context.keyfob().credentialVariables(route.key().profile()).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The first account, and for each prefix its own. */
  private static Json json(List<Route> routes, String address) {
    Json json =
        new Json()
            .put("url", address)
            .put("profile", routes.getFirst().key().profile())
            .put("account", routes.getFirst().key().account());
    Json map = new Json();
    routes.stream()
        .filter(route -> !route.prefix().isEmpty())
        .forEach(route -> map.put(route.prefix(), route.key().profile()));
    return json.put("map", map.build());
  }

  /** The signal that stops it ends the process. */
  private static int untilStopped() {
    try {
      new CountDownLatch(1).await();
      throw new IllegalStateException("nobody counts down");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Stopped.");
    }
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "proxy";

    @Parameter(names = "--port", description = "the port; any free one without it")
    @Placeholder("NUMBER")
    private @Nullable String port;

    @Parameter(
        names = "--map",
        splitter = NoSplitter.class,
        description = "serve this profile below this path; may be repeated")
    @Placeholder("/PATH=PROFILE")
    private List<String> maps = new ArrayList<>();

    @Parameter(
        names = "--allow",
        splitter = NoSplitter.class,
        description = "pass on such requests and no others; may be repeated")
    @Placeholder("METHOD:/PATH")
    private List<String> allowed = new ArrayList<>();

    @Parameter(names = "--log", description = "tell of each request in a line, without secrets")
    private boolean logged;

    @Override
    public boolean takesTrailing() {
      return true;
    }

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.USE,
              "serve the API here, for programs that must not see the key",
              """
              Serve the API of a service on this machine, with the credential on every
              request, renewed when needed. Whoever uses it never sees the credential. The
              address holds a secret, new for each run, without which it answers nothing.
              """)
          .withUsage("[PROFILE] [OPTIONS] [-- COMMAND [ARGUMENT...]]")
          .withDetails(
              """
              With a command it runs for as long as the command, which finds the address in
              KEYFOB_PROXY_URL; else it prints the address and runs until it is stopped.

              With --map several profiles are served at once, each below a path of its own.
              With --allow everything is refused that no rule allows: METHOD may be *, a
              segment of the path may be *, and ** at its end is all that is below.
              """)
          .withExamples(
              """
              keyfob proxy heygen -- sh -c 'curl "$KEYFOB_PROXY_URL/v3/users/me"'
              keyfob proxy heygen --port 8410
              keyfob proxy work --allow 'GET:/repos/**' --log -- ./agent
              keyfob proxy --map /github=github --map /gitlab=gitlab
              """);
    }

    @Override
    public ProxyCommand toCommand() {
      return new ProxyCommand(
          globals(),
          atMostOne(),
          port == null ? 0 : Ports.parse(port, 0),
          mapped(),
          AccessRules.parse(allowed),
          logged,
          trailing());
    }

    private Map<String, String> mapped() {
      Map<String, String> mapped = new LinkedHashMap<>();
      for (String map : maps) {
        int equals = map.indexOf('=');
        if (equals < 1 || mapped.put(map.substring(0, equals), map.substring(equals + 1)) != null) {
          throw AuthException.usage(
              "\"" + map + "\" is no /PATH=PROFILE, or its path is given twice.",
              "keyfob proxy --map /github=github");
        }
      }
      return mapped;
    }
  }
}
