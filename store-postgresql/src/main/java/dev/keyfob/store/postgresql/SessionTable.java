package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The statements. Each is one compare-and-set: whether it was the one that changed the row tells
 * who has won. Only the server's clock counts.
 *
 * <p>A document that is removed leaves its row, so that versions never repeat and an old copy of a
 * row never fits again.
 */
final class SessionTable {
  /** Inside the 60 seconds for which everybody still has a token that works. */
  static final Duration LEASE = Duration.ofSeconds(45);

  private static final String WHERE = " WHERE profile = ? AND account = ?";
  private static final String READ =
      "SELECT m.version, s.version, s.sealed, s.holder, s.started_at,"
          + " COALESCE(s.lease_until >= now(), FALSE)"
          + " FROM (SELECT max(version) AS version FROM keyfob_schema) m"
          + " LEFT JOIN keyfob_session s ON s.profile = ? AND s.account = ?";
  private static final String ADD =
      "INSERT INTO keyfob_session (profile, account, version) VALUES (?, ?, 0)"
          + " ON CONFLICT (profile, account) DO NOTHING";
  private static final String TAKE =
      "UPDATE keyfob_session SET holder = ?, lease_until = now() + interval '45 seconds'"
          + WHERE
          + " AND version = ? AND (lease_until IS NULL OR lease_until < now() OR holder = ?)";
  private static final String BEGIN =
      "UPDATE keyfob_session SET started_at = now(), lease_until = now() + interval '45 seconds'"
          + WHERE
          + " AND version = ? AND holder = ? RETURNING started_at";
  private static final String WRITE =
      "UPDATE keyfob_session SET sealed = ?, version = version + 1, started_at = NULL"
          + WHERE
          + " AND version = ? AND (holder = ? OR started_at = ?)";
  private static final String WRITE_UNLOCKED =
      "UPDATE keyfob_session SET sealed = ?, version = version + 1, started_at = NULL"
          + WHERE
          + " AND version = ?";
  private static final String RESEAL =
      "UPDATE keyfob_session SET sealed = ?, version = version + 1"
          + WHERE
          + " AND version = ? AND (lease_until IS NULL OR lease_until < now())";
  private static final String RELEASE =
      "UPDATE keyfob_session SET holder = NULL, lease_until = NULL" + WHERE + " AND holder = ?";
  private static final String LIST =
      "SELECT account FROM keyfob_session WHERE profile = ? AND sealed IS NOT NULL";
  private static final String ALL =
      "SELECT profile, account FROM keyfob_session WHERE sealed IS NOT NULL";
  private static final String VERSIONS =
      "SELECT account, version FROM keyfob_session WHERE profile = ?";
  private static final String VERSION = "SELECT version FROM keyfob_session" + WHERE;
  private static final String TELL = "SELECT pg_notify('" + ChangeListener.CHANNEL + "', ?)";
  private static final String DESCRIBE =
      "SELECT clock_timestamp(), s.holder, s.started_at,"
          + " COALESCE(extract(epoch FROM s.lease_until - now()), -1)"
          + " FROM (SELECT 1 AS one) o"
          + " LEFT JOIN keyfob_session s ON s.profile = ? AND s.account = ?";

  private final Database database;
  private final ServerAddress server;

  SessionTable(Database database, ServerAddress server) {
    this.database = database;
    this.server = server;
  }

  /** The row; empty if there is none. */
  Optional<SessionRow> read(AccountKey key) {
    return database.run(
        READ,
        statement -> {
          set(statement, key);
          try (ResultSet rows = statement.executeQuery()) {
            Database.only(rows);
            Schema.requireKnown(rows.getInt(1), server);
            long version = rows.getLong(2);
            return rows.wasNull()
                ? Optional.empty()
                : Optional.of(
                    new SessionRow(
                        rows.getBytes(3),
                        version,
                        rows.getString(4),
                        rows.getObject(5, OffsetDateTime.class),
                        rows.getBoolean(6)));
          }
        });
  }

  /** The version of what is stored, without the document; empty if there is no row. */
  Optional<Long> version(AccountKey key) {
    return database.run(
        VERSION,
        statement -> {
          set(statement, key);
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
          }
        });
  }

  /** Makes a row without a document, if there is none. */
  void add(AccountKey key) {
    database.run(
        ADD,
        statement -> {
          set(statement, key);
          return statement.executeUpdate();
        });
  }

  /** Takes the lease of a row that is still as it was read, if it is free. */
  boolean take(AccountKey key, String holder, long version) {
    return database.run(
        TAKE,
        statement -> {
          statement.setString(1, holder);
          statement.setString(2, key.profile());
          statement.setString(3, key.account());
          statement.setLong(4, version);
          statement.setString(5, holder);
          return statement.executeUpdate() == 1;
        });
  }

  /** Notes that something is about to be spent; null if the lease is somebody else's. */
  @Nullable OffsetDateTime begin(AccountKey key, String holder, long version) {
    return database
        .run(
            BEGIN,
            statement -> {
              set(statement, key);
              statement.setLong(3, version);
              statement.setString(4, holder);
              try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                    ? Optional.of(rows.getObject(1, OffsetDateTime.class))
                    : Optional.<OffsetDateTime>empty();
              }
            })
        .orElse(null);
  }

  /**
   * Writes under a lease. Whoever has begun to spend may still write after the lease has ended, as
   * long as nobody has begun after it.
   *
   * @param sealed the document; null to remove it
   * @return whether it is there now, by this or an earlier attempt
   */
  boolean write(
      AccountKey key,
      byte @Nullable [] sealed,
      long version,
      String holder,
      @Nullable OffsetDateTime startedAt) {
    boolean written =
        database.run(
            WRITE,
            statement -> {
              statement.setBytes(1, sealed);
              statement.setString(2, key.profile());
              statement.setString(3, key.account());
              statement.setLong(4, version);
              statement.setString(5, holder);
              statement.setObject(6, startedAt, Types.TIMESTAMP_WITH_TIMEZONE);
              return statement.executeUpdate() == 1;
            });
    return written || isThere(key, sealed, version + 1);
  }

  /** Writes on condition that nobody else has. */
  boolean writeUnlocked(AccountKey key, byte @Nullable [] sealed, long version) {
    return conditional(WRITE_UNLOCKED, key, sealed, version) || isThere(key, sealed, version + 1);
  }

  /** The same, on condition that nobody has the lease. */
  boolean reseal(AccountKey key, byte[] sealed, long version) {
    return conditional(RESEAL, key, sealed, version);
  }

  private boolean conditional(String sql, AccountKey key, byte @Nullable [] sealed, long version) {
    return database.run(
        sql,
        statement -> {
          statement.setBytes(1, sealed);
          statement.setString(2, key.profile());
          statement.setString(3, key.account());
          statement.setLong(4, version);
          return statement.executeUpdate() == 1;
        });
  }

  /** A connection may break between the change and the word of it. */
  private boolean isThere(AccountKey key, byte @Nullable [] sealed, long version) {
    return sealed != null
        && read(key)
            .filter(row -> row.version() == version && Arrays.equals(row.sealed(), sealed))
            .isPresent();
  }

  /** Whether this user may write to the table here and now; nothing is changed. */
  boolean probe() {
    return database.run(
        "UPDATE keyfob_session SET version = version WHERE FALSE",
        statement -> statement.executeUpdate() == 0);
  }

  /** Gives the lease back, if it is still this holder's. */
  void release(AccountKey key, String holder) {
    database.run(
        RELEASE,
        statement -> {
          set(statement, key);
          statement.setString(3, holder);
          return statement.executeUpdate();
        });
  }

  List<AccountKey> list(String profile) {
    return database.run(
        LIST,
        statement -> {
          statement.setString(1, profile);
          try (ResultSet rows = statement.executeQuery()) {
            List<AccountKey> keys = new ArrayList<>();
            while (rows.next()) {
              keys.add(new AccountKey(profile, rows.getString(1)));
            }
            return keys;
          }
        });
  }

  /** The versions of all accounts of a profile, removed ones included. */
  Map<String, Long> versions(String profile) {
    return database.run(
        VERSIONS,
        statement -> {
          statement.setString(1, profile);
          try (ResultSet rows = statement.executeQuery()) {
            Map<String, Long> versions = new HashMap<>();
            while (rows.next()) {
              versions.put(rows.getString(1), rows.getLong(2));
            }
            return versions;
          }
        });
  }

  /** Every account of every profile that has a document. */
  List<AccountKey> all() {
    return database.run(
        ALL,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            List<AccountKey> keys = new ArrayList<>();
            while (rows.next()) {
              keys.add(new AccountKey(rows.getString(1), rows.getString(2)));
            }
            return keys;
          }
        });
  }

  /** Tells listeners of a change, where the server can; that it cannot does not matter. */
  void tell(AccountKey key) {
    try {
      database.run(
          TELL,
          statement -> {
            statement.setString(1, ChangeListener.payload(key));
            return statement.execute();
          });
    } catch (AuthException | Database.Away e) {
      // Listeners look by themselves as well, less often.
    }
  }

  /**
   * What the server knows of a lease.
   *
   * @param now the server's clock
   * @param holder who has or had it
   * @param left how long it still runs; negative if it has ended
   */
  record Lock(Instant now, Optional<String> holder, Duration left) {}

  Lock describe(AccountKey key) {
    return database.run(
        DESCRIBE,
        statement -> {
          set(statement, key);
          try (ResultSet rows = statement.executeQuery()) {
            Database.only(rows);
            return new Lock(
                rows.getObject(1, OffsetDateTime.class).toInstant(),
                Optional.ofNullable(rows.getString(2)),
                Duration.ofMillis((long) (rows.getDouble(4) * 1000)));
          }
        });
  }

  private static void set(PreparedStatement statement, AccountKey key) throws SQLException {
    statement.setString(1, key.profile());
    statement.setString(2, key.account());
  }
}
