package dev.keyfob.it.reliability;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/** What an identity provider, or whatever stands before it, may answer on a bad day. */
final class HostileAnswers {
  private static final int MEBIBYTE = 1 << 20;

  private HostileAnswers() {}

  /** Promises the whole answer and drops the connection after some bytes; nothing is spent. */
  static TokenAnswer brokenOffAfter(int bytes, byte[] whole) {
    return (exchange, rotation) -> {
      exchange.sendResponseHeaders(200, whole.length);
      exchange.getResponseBody().write(whole, 0, bytes);
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  /** Spends the refresh token and drops the connection after some bytes of the answer. */
  static TokenAnswer rotatedAndBrokenOffAfter(int bytes) {
    return (exchange, rotation) -> {
      byte[] whole = rotation.spend().body();
      brokenOffAfter(Math.min(bytes, whole.length - 1), whole).send(exchange, rotation);
    };
  }

  /** A body of that type; nothing is spent. */
  static TokenAnswer body(int status, byte[] body, String... headers) {
    return (exchange, rotation) -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    };
  }

  /** A byte now and then, for as long as somebody listens. */
  static TokenAnswer dripping(Duration pause) {
    return (exchange, rotation) -> {
      exchange.sendResponseHeaders(200, MEBIBYTE);
      endlessly(exchange, new byte[] {' '}, pause);
    };
  }

  /** 100 MB, as fast as it is taken. */
  static TokenAnswer hundredMegabytes() {
    return (exchange, rotation) -> {
      exchange.sendResponseHeaders(200, 100L * MEBIBYTE);
      byte[] spaces = new byte[MEBIBYTE];
      Arrays.fill(spaces, (byte) ' ');
      for (int i = 0; i < 100; i++) {
        exchange.getResponseBody().write(spaces);
      }
    };
  }

  /** 100 MB of white space before the tokens, in 100 kB. */
  static byte[] gzipBomb(byte[] tokens) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] spaces = new byte[MEBIBYTE];
    Arrays.fill(spaces, (byte) ' ');
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 100; i++) {
        gzip.write(spaces);
      }
      gzip.write(tokens);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** An object within an object, and so on. */
  static byte[] deepJson(int levels) {
    return ("{\"a\":".repeat(levels) + "1" + "}".repeat(levels)).getBytes(StandardCharsets.UTF_8);
  }

  private static void endlessly(HttpExchange exchange, byte[] piece, Duration pause)
      throws IOException {
    OutputStream out = exchange.getResponseBody();
    while (true) {
      out.write(piece);
      out.flush();
      LockSupport.parkNanos(pause.toNanos());
    }
  }
}
