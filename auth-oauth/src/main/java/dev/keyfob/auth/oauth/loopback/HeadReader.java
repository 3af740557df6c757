package dev.keyfob.auth.oauth.loopback;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Reads the head of a request within a time and a size, however slowly it is sent. */
final class HeadReader {
  /** Cookies of every program that ever listened on this host may come along. */
  private static final int MAX_BYTES = 64 * 1024;

  private static final byte[] END = {'\r', '\n', '\r', '\n'};

  private HeadReader() {}

  /** Thrown when a head is larger than any browser's. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Reads up to the blank line.
   *
   * @return the head without its end; empty if the sender went away before
   * @throws SocketTimeoutException if it is not there in time
   * @throws TooLarge if it is too large
   */
  static Optional<String> read(Socket socket, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    InputStream in = socket.getInputStream();
    byte[] bytes = new byte[1024];
    int length = 0;
    while (true) {
      socket.setSoTimeout(millisecondsUntil(deadline));
      int read = in.read(bytes, length, bytes.length - length);
      if (read < 0) {
        return Optional.empty();
      }
      int from = Math.max(0, length - END.length + 1);
      length += read;
      int end = indexOfEnd(bytes, from, length);
      if (end >= 0) {
        return Optional.of(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
      }
      if (length == MAX_BYTES) {
        throw new TooLarge();
      }
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.min(2 * length, MAX_BYTES));
      }
    }
  }

  private static int millisecondsUntil(long deadline) throws SocketTimeoutException {
    long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException("no request in time");
    }
    return (int) left;
  }

  private static int indexOfEnd(byte[] bytes, int from, int length) {
    for (int i = from; i + END.length <= length; i++) {
      if (Arrays.equals(bytes, i, i + END.length, END, 0, END.length)) {
        return i;
      }
    }
    return -1;
  }
}
