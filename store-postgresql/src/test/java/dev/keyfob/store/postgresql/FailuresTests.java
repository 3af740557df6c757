package dev.keyfob.store.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class FailuresTests {
  private static final ServerAddress SERVER =
      ServerAddress.parse("postgresql://me:secret@db.example.com/keyfob", "A test");
  private static final String START =
      "The PostgreSQL server postgresql://db.example.com/keyfob does not answer";

  @Test
  void away_eachWayNotToAnswer_isSaid() {
    assertEquals(START + ": its host name is unknown.", away(new UnknownHostException("db")));
    assertEquals(START + ": there is no way to it from here.", away(new NoRouteToHostException()));
    assertEquals(START + ": the connection was refused.", away(new ConnectException("refused")));
    assertEquals(START + " in time.", away(new SocketTimeoutException("timeout")));
    assertEquals(START + ".", away(new IOException("broken pipe")));
  }

  @Test
  void of_certificateNotTrusted_isNotAServerThatIsAway() {
    SSLException handshake = new SSLHandshakeException("PKIX");
    handshake.initCause(new CertificateException("unknown issuer"));
    String message = message(new SQLException("SSL error", "08006", handshake));
    assertTrue(message.contains("do not agree on TLS: its certificate is not trusted"), message);
  }

  @Test
  void of_serverWithoutTls_isNotAServerThatIsAway() {
    String message = message(new SQLException("The server does not support SSL.", "08004"));
    assertTrue(message.contains("do not agree on TLS: it does not offer it"), message);
  }

  @Test
  void of_poolerWithoutItsServer_isAway() {
    assertInstanceOf(
        Database.Away.class, Failures.of(new SQLException("server closed", "08P01"), SERVER));
  }

  private static String away(IOException cause) {
    var failure =
        assertInstanceOf(
            Database.Away.class,
            Failures.of(
                new SQLException("The connection attempt failed.", "08001", cause), SERVER));
    return String.valueOf(Failures.away(SERVER, failure).getMessage());
  }

  private static String message(SQLException e) {
    return String.valueOf(
        assertInstanceOf(AuthException.StoreUnavailable.class, Failures.of(e, SERVER))
            .getMessage());
  }
}
