package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AuthException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Set;
import javax.net.ssl.SSLException;

/** What the server's error codes mean here. Its messages are not passed on. */
final class Failures {
  /** Shutting down, starting, too many connections, a standby: another time or place may do. */
  private static final Set<String> AWAY =
      Set.of("57P01", "57P02", "57P03", "57P05", "53300", "25006", "40001", "40P01", "72000");

  /** What the driver says where a server does not offer what it was told to insist on. */
  private static final String CONNECTION_REJECTED = "08004";

  private Failures() {}

  /** Whether the connection is of no use any more, or never was. */
  static boolean isAway(SQLException e) {
    String state = state(e);
    // A pooler that has lost its server answers with 08P01, and with no code at all.
    return state.isEmpty() || state.startsWith("08") || AWAY.contains(state);
  }

  static RuntimeException of(SQLException e, ServerAddress server) {
    String state = state(e);
    if (state.startsWith("28")) {
      return unavailable(
          "The server " + server + " does not accept the user or the password.",
          "export " + DriverProperties.PASSWORD + "_FILE=\"$FILE\"",
          e);
    }
    if (isAboutTls(e)) {
      return unavailable(
          "The server "
              + server
              + " and this machine do not agree on TLS: "
              + tlsProblem(e)
              + ". Where nobody else can listen, ?sslmode=disable does without it.",
          "export "
              + ServerAddress.VARIABLE
              + "=\"postgresql://$USER@$HOST/$DATABASE?sslrootcert=$FILE\"",
          e);
    }
    if (isAway(e)) {
      return new Database.Away(e);
    }
    return switch (state) {
      case "3D000" ->
          unavailable(
              "There is no database of that name at " + server + ".",
              "export " + ServerAddress.VARIABLE + "=\"postgresql://$USER@$HOST/$DATABASE\"",
              e);
      case "42P01", "3F000" ->
          unavailable("The database " + server + " is not set up yet.", "keyfob store init", e);
      case "42501" ->
          unavailable(
              "The user of " + server + " lacks a right in the database.",
              "GRANT SELECT, INSERT, UPDATE ON keyfob_session TO USER",
              e);
      default ->
          unavailable(
              "The server " + server + " refuses with code " + state + ".", "keyfob doctor", e);
    };
  }

  /** The same for a caller that cannot go on without the server. */
  static AuthException away(ServerAddress server, Database.Away e) {
    return unavailable(
        "The PostgreSQL server " + server + " does not answer" + reason(e) + ".",
        "pg_isready -d " + server,
        e);
  }

  /** What the machine says of the connection; nothing where the server has spoken itself. */
  private static String reason(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof UnknownHostException) {
        return ": its host name is unknown";
      } else if (t instanceof NoRouteToHostException) {
        return ": there is no way to it from here";
      } else if (t instanceof ConnectException) {
        return ": the connection was refused";
      } else if (t instanceof SocketTimeoutException) {
        return " in time";
      }
    }
    return "";
  }

  /** The driver's own refusal to go on without TLS has no cause, and the state of a refusal. */
  private static boolean isAboutTls(SQLException e) {
    return isCausedBy(SSLException.class, e)
        || (state(e).equals(CONNECTION_REJECTED) && String.valueOf(e.getMessage()).contains("SSL"));
  }

  private static boolean isCausedBy(Class<? extends Throwable> kind, Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (kind.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  private static String tlsProblem(SQLException e) {
    if (isCausedBy(CertificateException.class, e)) {
      return "its certificate is not trusted";
    }
    return state(e).equals(CONNECTION_REJECTED) ? "it does not offer it" : "the handshake failed";
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  private static AuthException unavailable(String message, String hint, Exception cause) {
    return new AuthException.StoreUnavailable(message, hint, cause);
  }
}
