package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AuthException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables, and which version of them this program knows. */
final class Schema {
  /** Written into the database; a program that knows only an earlier one leaves it alone. */
  static final int VERSION = 1;

  private static final String[] CREATE = {
    "CREATE TABLE IF NOT EXISTS keyfob_schema (version INT PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS keyfob_session ("
        + "profile TEXT NOT NULL, account TEXT NOT NULL, sealed BYTEA, version BIGINT NOT NULL,"
        + " holder TEXT, started_at TIMESTAMPTZ, lease_until TIMESTAMPTZ,"
        + " PRIMARY KEY (profile, account))",
  };

  private Schema() {}

  /**
   * Makes the tables, where they are not there yet.
   *
   * @return whether they were not
   * @throws AuthException.StoreUnavailable if a later version has made them
   */
  static boolean prepare(Database database, ServerAddress server) {
    return database.use(
        connection -> {
          for (String table : CREATE) {
            create(connection, table);
          }
          int version = version(connection);
          requireKnown(version, server);
          if (version == VERSION) {
            return false;
          }
          try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                "INSERT INTO keyfob_schema (version) VALUES ("
                    + VERSION
                    + ") ON CONFLICT DO NOTHING");
          }
          return true;
        });
  }

  /** Two who create at the same moment get in each other's way even with IF NOT EXISTS. */
  private static void create(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try {
        statement.execute(table);
      } catch (SQLException e) {
        if (!"23505".equals(e.getSQLState()) && !"42P07".equals(e.getSQLState())) {
          throw e;
        }
      }
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT max(version) FROM keyfob_schema")) {
      return Database.only(rows).getInt(1);
    }
  }

  /**
   * Refuses to touch what a later version has made.
   *
   * @param version what the database says; 0 if nothing
   */
  static void requireKnown(int version, ServerAddress server) {
    if (version > VERSION) {
      throw new AuthException.StoreUnavailable(
          "The database "
              + server
              + " was set up by a later version of keyfob (schema "
              + version
              + ", this one knows "
              + VERSION
              + ").",
          "update keyfob",
          null);
    }
  }
}
