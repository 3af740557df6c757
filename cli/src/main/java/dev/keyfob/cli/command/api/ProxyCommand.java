package dev.keyfob.cli.command.api;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.Ports;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
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
  public int run(CommandContext session) {
    AccountKey key = session.key(named);
    // Whoever is not logged in hears of it now, not at the first request.
    session.keyfob().token(key, Duration.ZERO);
    try (ReverseProxy proxy = ReverseProxy.start(
            session.keyfob().client(key), () -> session.keyfob().forget(key), port)) {
      String address = proxy.address().toString();
      if (!command.isEmpty()) {
        return new ChildProcess(session.world())
            .run(
                command,
                Set.copyOf(session.keyfob().credentialVariables(key.profile())),
                Map.of(VARIABLE, address));
      }
      if (session.json()) {
        session.print(
            new Json()
                .put("url", address)
                .put("profile", key.profile())
                .put("account", key.account())
                .build());
      } else {
        session.print(address);
        session.note("Requests there go to " + key + " with the credential. Ctrl-C stops it.");
      }
      session.world().out().flush();
      session.world().err().flush();
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
    @Parameter(names = "--port")
    private @Nullable String port;

    @Override
    public boolean takesTrailing() {
      return true;
    }

    @Override
    public ProxyCommand request() {
      return new ProxyCommand(
          globals(), atMostOne(), port == null ? 0 : Ports.parse(port, 0), trailing());
    }
  }
}
