package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AuthException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Connections to the server, a few at most, and what their failures mean. Every statement is a
 * transaction of its own, so that a pooler in transaction mode may stand between. Safe for use by
 * many threads.
 */
final class Database implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 8;
  private static final Duration MAX_WAIT = Duration.ofSeconds(15);

  private final ServerAddress server;
  private final Properties properties;
  private final Semaphore slots = new Semaphore(MAX_CONNECTIONS, true);
  private final Deque<Connection> idle = new ArrayDeque<>();

  Database(ServerAddress server, Map<String, String> environment) {
    this.server = server;
    properties = DriverProperties.of(server, environment);
  }

  /** What is done with a statement. */
  @FunctionalInterface
  interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  /** What is done with a connection. */
  @FunctionalInterface
  interface Session<T> {
    T with(Connection connection) throws SQLException;
  }

  /** The server did not answer, or not to the end: nobody knows what it has done. */
  static final class Away extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Away(SQLException cause) {
      super("the server does not answer", cause);
    }
  }

  /**
   * Runs a statement, and once more if a connection that was kept open turns out to be dead.
   *
   * @throws Away if the server does not answer
   * @throws AuthException.StoreUnavailable if it refuses
   */
  <T> T run(String sql, Work<T> work) {
    return use(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.with(statement);
          }
        });
  }

  /** The same for several statements, which the caller makes repeatable. */
  <T> T use(Session<T> session) {
    acquire();
    try {
      Connection kept = take();
      if (kept != null) {
        try {
          return finish(kept, session);
        } catch (Away e) {
          // It had been closed behind our back, or just broke; a new one tells.
        }
      }
      return finish(connect(), session);
    } finally {
      slots.release();
    }
  }

  private <T> T finish(Connection connection, Session<T> session) {
    boolean usable = false;
    try {
      T result = session.with(connection);
      usable = true;
      return result;
    } catch (SQLException e) {
      usable = !Failures.isAway(e);
      throw Failures.of(e, server);
    } finally {
      if (usable) {
        giveBack(connection);
      } else {
        closeQuietly(connection);
      }
    }
  }

  private void acquire() {
    try {
      if (!slots.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AuthException.StoreUnavailable(
            "All connections to " + server + " were in use for too long.", "try again", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while waiting for " + server + ".");
    }
  }

  /** A connection of its own, which the caller closes. */
  Connection connect() {
    try {
      // Not DriverManager, which sees no driver in a plugin's layer.
      Connection connection = new Driver().connect(DriverProperties.jdbcUrl(server), properties);
      if (connection == null) {
        throw new AuthException.StoreUnavailable(
            "The driver does not take " + server + ".", "keyfob doctor", null);
      }
      return connection;
    } catch (SQLException e) {
      throw Failures.of(e, server);
    }
  }

  private @Nullable Connection take() {
    synchronized (idle) {
      return idle.pollFirst();
    }
  }

  private void giveBack(Connection connection) {
    synchronized (idle) {
      idle.addFirst(connection);
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // it is of no use any more
    }
  }

  @Override
  public void close() {
    synchronized (idle) {
      idle.forEach(Database::closeQuietly);
      idle.clear();
    }
  }

  /** The only row of a result. */
  static ResultSet only(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      throw new SQLException("no row", "02000");
    }
    return rows;
  }
}
