package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.StoreContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a process has of one server: connections, keys and leases. Safe for use by many threads. */
final class Fleet implements AutoCloseable {
  private final ServerAddress server;
  private final StoreContext context;
  private final Database database;
  private final SessionTable table;
  private final Map<AccountKey, Lease> leases = new ConcurrentHashMap<>();
  private final Map<AccountKey, Long> versions = new ConcurrentHashMap<>();
  private @Nullable Envelope envelope;
  private @Nullable ChangeListener listener;

  Fleet(ServerAddress server, StoreContext context) {
    this.server = server;
    this.context = context;
    database = new Database(server, context.environment());
    table = new SessionTable(database, server);
  }

  ServerAddress server() {
    return server;
  }

  Database database() {
    return database;
  }

  SessionTable table() {
    return table;
  }

  /** The leases that this process holds. */
  Map<AccountKey, Lease> leases() {
    return leases;
  }

  /** The versions that this process has last seen, for the listener. */
  Map<AccountKey, Long> versions() {
    return versions;
  }

  /**
   * What seals and opens.
   *
   * @throws AuthException.StoreUnavailable if there is no key
   */
  synchronized Envelope envelope() {
    Envelope known = envelope;
    if (known == null) {
      known = new Envelope(FleetKeys.load(context));
      envelope = known;
    }
    return known;
  }

  /** The one listener of this process, which begins to listen by itself. */
  synchronized ChangeListener listener() {
    ChangeListener known = listener;
    if (known == null) {
      known = new ChangeListener(this);
      listener = known;
    }
    return known;
  }

  /**
   * Calls for what cannot go on without the server.
   *
   * @throws AuthException.StoreUnavailable if it does not answer
   */
  <T> T reach(Supplier<T> call) {
    try {
      return call.get();
    } catch (Database.Away e) {
      throw Failures.away(server, e);
    }
  }

  @Override
  public synchronized void close() {
    if (listener != null) {
      listener.close();
    }
    database.close();
    envelope = null;
  }
}
