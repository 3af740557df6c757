package dev.keyfob.cli.mcp;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Keyfob;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bridge between a host that starts its Model Context Protocol servers as programs and a server
 * that is reached by HTTP. Requests run beside each other, each on a thread of its own; what is not
 * a request goes out in its order.
 */
public final class McpBridge {
  /**
   * How long requests that are under way may take once the host has closed standard input: longer
   * than another process's renewal is waited for.
   */
  private static final Duration LINGER = Duration.ofMinutes(3);

  private final McpTransport transport;
  private final McpOutput output;
  private final Consumer<String> notes;
  private final Map<JsonValue, Thread> pending = new ConcurrentHashMap<>();
  private @Nullable Thread listener;

  /**
   * Prepares a bridge.
   *
   * @param keyfob the library
   * @param server the server's address
   * @param key the account; null if no profile has the address yet
   * @param account the account that the command names
   * @param mayLogIn whether a browser may be opened
   * @param out where the messages of the server go, and nothing else
   * @param notes hears of what happens beside the messages
   */
  public McpBridge(
      Keyfob keyfob,
      URI server,
      @Nullable AccountKey key,
      Optional<String> account,
      boolean mayLogIn,
      PrintStream out,
      Consumer<String> notes) {
    this.output = new McpOutput(out);
    this.notes = notes;
    this.transport =
        new McpTransport(
            server, new McpAuthorization(keyfob, server, key, account, mayLogIn, notes), output);
  }

  /**
   * Carries messages until the host closes standard input. Blocks.
   *
   * @param in standard input, a message a line
   */
  public void run(InputStream in) {
    try {
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          take(line);
        }
        if (output.isClosed()) {
          break;
        }
      }
      awaitPending();
    } catch (IOException e) {
      notes.accept("Standard input cannot be read.");
    } finally {
      if (listener != null) {
        listener.interrupt();
      }
      pending.values().forEach(Thread::interrupt);
      transport.end();
    }
  }

  private void take(String line) {
    Optional<McpMessage> message = McpMessage.of(line);
    if (message.isEmpty()) {
      output.error(
          JsonValue.NULL,
          McpOutput.PARSE_ERROR,
          "The line is not a JSON-RPC message.",
          JsonValue.NULL);
      return;
    }
    Optional<JsonValue> id = message.get().requestId();
    if (id.isPresent()) {
      Thread thread =
          Thread.ofVirtual().name("mcp-request").unstarted(() -> answer(message.get(), id.get()));
      pending.put(id.get(), thread);
      thread.start();
      return;
    }
    if (message.get().version().isPresent() && message.get().cancelled().isPresent()) {
      cancel(message.get().cancelled().get()); // its stream is closed, which says the same
      return;
    }
    tell(message.get());
  }

  private void answer(McpMessage message, JsonValue id) {
    try {
      transport.deliver(message);
    } catch (AuthException e) {
      if (e.code() != ErrorCode.CANCELLED) {
        output.error(id, e);
      }
    } catch (RuntimeException e) {
      output.error(
          id,
          McpOutput.TRANSPORT,
          "Unexpected error (" + e.getClass().getSimpleName() + ").",
          JsonValue.NULL);
    } finally {
      pending.remove(id);
    }
  }

  private void tell(McpMessage message) {
    try {
      transport.deliver(message);
    } catch (AuthException e) {
      notes.accept(message.method().orElse("An answer") + " was not delivered: " + e.getMessage());
    }
    if (listener == null
        && message.version().isEmpty()
        && message.method().filter("notifications/initialized"::equals).isPresent()) {
      listener = Thread.ofVirtual().name("mcp-listener").start(this::listen);
    }
  }

  private void listen() {
    try {
      transport.listen();
    } catch (AuthException e) {
      notes.accept("The server's own messages cannot be heard: " + e.getMessage());
    }
  }

  private void cancel(JsonValue id) {
    Thread thread = pending.get(id);
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void awaitPending() {
    long end = System.nanoTime() + LINGER.toNanos();
    try {
      for (Thread thread : pending.values()) {
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
        thread.join(left);
      }
      pending
          .keySet()
          .forEach(
              id ->
                  output.error(
                      id,
                      McpOutput.TRANSPORT,
                      "There was no answer within three minutes after the end of standard input.",
                      JsonValue.NULL));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
