package dev.keyfob.cli.command.api;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.Placeholder;
import dev.keyfob.cli.args.Ports;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.Json;
import dev.keyfob.cli.proxy.ReverseProxy;
import dev.keyfob.cli.system.ChildProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Serves a service's API on this machine with the credential on every request: until it is stopped,
 * or while a command runs.
 *
 * @param named the profile as an argument
 * @param port the port; 0 for any
 * @param command the program and its arguments; empty for none
 */
public record ProxyCommand(
    GlobalOptions globals, Optional<String> named, int port, List<String> command)
    implements Command {
  private static final String VARIABLE = "KEYFOB_PROXY_URL";

  @Override
  public int run(CommandContext context) {
    AccountKey key = context.key(named);
    // Whoever is not logged in hears of it now, not at the first request.
    context.keyfob().token(key, Duration.ZERO);
    try (ReverseProxy proxy =
        ReverseProxy.start(
            context.keyfob().client(key), () -> context.keyfob().forget(key), port)) {
      String address = proxy.address().toString();
      if (!command.isEmpty()) {
        return new ChildProcess(context.system())
            .run(
                command,
                Set.copyOf(context.keyfob().credentialVariables(key.profile())),
                Map.of(VARIABLE, address));
      }
      if (context.json()) {
        context.print(
            new Json()
                .put("url", address)
                .put("profile", key.profile())
                .put("account", key.account())
                .build());
      } else {
        context.print(address);
        context.note("Requests there go to " + key + " with the credential. Ctrl-C stops it.");
      }
      context.system().out().flush();
      context.system().err().flush();
      return untilStopped();
    }
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
              """)
          .withExamples(
              """
              keyfob proxy heygen -- sh -c 'curl "$KEYFOB_PROXY_URL/v3/users/me"'
              keyfob proxy heygen --port 8410
              """);
    }

    @Override
    public ProxyCommand toCommand() {
      return new ProxyCommand(
          globals(), atMostOne(), port == null ? 0 : Ports.parse(port, 0), trailing());
    }
  }
}
