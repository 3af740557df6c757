package dev.keyfob.cli.proxy;

import dev.keyfob.auth.api.AuthException;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop that wait for their next request. Confined to that loop. */
final class UpstreamPool {
  private static final int MOST_IDLE = 64;
  private static final int SWEEP_SECONDS = 5;
  private static final long LONGEST_IDLE = TimeUnit.SECONDS.toNanos(30);

  /**
   * Services close idle connections, some after five seconds; what must not be sent twice is sent
   * where that can hardly be just now.
   */
  private static final long SURELY_OPEN = TimeUnit.SECONDS.toNanos(3);

  private final Map<Service, Deque<UpstreamConnection>> idle = new IdentityHashMap<>();
  private final Connector connector;
  private final EventLoop loop;

  UpstreamPool(Connector connector, EventLoop loop) {
    this.connector = connector;
    this.loop = loop;
    var _ =
        loop.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  /** What went wrong with a service. */
  AuthException failure(URI address, Throwable cause) {
    return connector.failure(address, cause);
  }

  /**
   * A connection that is open already.
   *
   * @param repeatable whether the request can be sent again if it is closed just then
   */
  @Nullable UpstreamConnection idle(Service service, boolean repeatable) {
    Deque<UpstreamConnection> free = idle.get(service);
    if (free == null) {
      return null;
    }
    long longest = repeatable ? LONGEST_IDLE : SURELY_OPEN;
    UpstreamConnection latest = free.peekLast();
    while (latest != null && !latest.isOpen()) {
      free.removeLast();
      latest = free.peekLast();
    }
    return latest != null && System.nanoTime() - latest.idleSince() < longest
        ? free.removeLast()
        : null;
  }

  /** Makes a connection; what wants it is called in the event loop. */
  void connect(URI address, BiConsumer<@Nullable UpstreamConnection, @Nullable Throwable> then) {
    connector.connect(address, loop, this, then);
  }

  void put(Service service, UpstreamConnection connection) {
    Deque<UpstreamConnection> free = idle.computeIfAbsent(service, s -> new ArrayDeque<>());
    if (free.size() >= MOST_IDLE) {
      connection.close();
    } else {
      free.addLast(connection);
    }
  }

  void remove(Service service, UpstreamConnection connection) {
    Deque<UpstreamConnection> free = idle.get(service);
    if (free != null) {
      free.removeLastOccurrence(connection);
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    for (Deque<UpstreamConnection> free : idle.values()) {
      for (Iterator<UpstreamConnection> all = free.iterator(); all.hasNext(); ) {
        UpstreamConnection connection = all.next();
        if (now - connection.idleSince() > LONGEST_IDLE) {
          all.remove();
          connection.close();
        }
      }
    }
  }
}
