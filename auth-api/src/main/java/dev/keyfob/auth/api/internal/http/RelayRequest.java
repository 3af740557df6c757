package dev.keyfob.auth.api.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of a request to the {@link SocksRelay}, from a client of this process: a {@code CONNECT}
 * (RFC 9110 section 9.3.6), or one that names a whole http address (RFC 9112 section 3.2.2).
 *
 * @param method the method
 * @param host the host that it goes to, without brackets
 * @param port its port
 * @param path what is left for the host; empty for a CONNECT
 * @param headers the header lines
 */
record RelayRequest(String method, String host, int port, String path, List<String> headers) {
  private static final int MAX_HEAD = 256 * 1024;
  private static final int HTTP_PORT = 80;
  private static final String HTTP = "http://";
  private static final String CREDENTIALS = "proxy-authorization:";

  /**
   * Reads a head, and nothing behind it.
   *
   * @param in buffered
   * @param limit how long it may take, give or take what a single read may
   * @throws IOException if that is none
   */
  static RelayRequest read(InputStream in, Duration limit) throws IOException {
    List<String> lines = lines(in, System.nanoTime() + limit.toNanos());
    String[] words = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ", -1);
    if (words.length != 3) {
      throw new IOException("not a request");
    }
    List<String> headers = lines.subList(1, lines.size());
    String method = words[0];
    String target = words[1];
    if (method.equals("CONNECT")) {
      return of(method, target, "", headers);
    }
    if (!target.toLowerCase(Locale.ROOT).startsWith(HTTP)) {
      throw new IOException("not a request to a proxy");
    }
    String rest = target.substring(HTTP.length());
    int end = 0;
    while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != '?') {
      end++;
    }
    String path = rest.substring(end);
    return of(method, rest.substring(0, end), path.startsWith("/") ? path : "/" + path, headers);
  }

  private static RelayRequest of(String method, String authority, String path, List<String> headers)
      throws IOException {
    int colon = authority.lastIndexOf(':');
    boolean ported = colon > authority.lastIndexOf(']');
    String host = ported ? authority.substring(0, colon) : authority;
    try {
      int port = ported ? Integer.parseInt(authority.substring(colon + 1)) : HTTP_PORT;
      boolean bracketed = host.startsWith("[") && host.endsWith("]");
      return new RelayRequest(
          method,
          bracketed ? host.substring(1, host.length() - 1) : host,
          port,
          path,
          List.copyOf(headers));
    } catch (NumberFormatException e) {
      throw new IOException("not an address", e);
    }
  }

  private static List<String> lines(InputStream in, long end) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int read = 0; read < MAX_HEAD; read++) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      if (System.nanoTime() - end > 0) {
        throw new IOException("too slow a head");
      }
      if (next != '\n') {
        line.append((char) next);
        continue;
      }
      String complete = line.toString().strip();
      if (complete.isEmpty()) {
        return lines;
      }
      lines.add(complete);
      line.setLength(0);
    }
    throw new IOException("too long a head");
  }

  boolean isTunnel() {
    return path.isEmpty();
  }

  /** What the client shows to be let in. */
  Optional<String> credentials() {
    return headers.stream()
        .filter(line -> isNamed(line, CREDENTIALS))
        .map(line -> line.substring(CREDENTIALS.length()).strip())
        .findFirst();
  }

  /**
   * The head as the host gets it. Its connection ends with its answer, unless the protocol is
   * changed: another request of the client may be for another host.
   */
  byte[] forHost() {
    boolean upgrade =
        headers.stream()
            .anyMatch(
                line ->
                    isNamed(line, "connection:")
                        && line.toLowerCase(Locale.ROOT).contains("upgrade"));
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    for (String line : headers) {
      boolean dropped = isNamed(line, "proxy-") || (isNamed(line, "connection:") && !upgrade);
      if (!dropped) {
        head.append(line).append("\r\n");
      }
    }
    head.append(upgrade ? "\r\n" : "Connection: close\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isNamed(String line, String beginning) {
    return line.regionMatches(true, 0, beginning, 0, beginning.length());
  }

  /** Names no header, which may hold a credential. */
  @Override
  public String toString() {
    return "RelayRequest[" + method + " " + host + ":" + port + "]";
  }
}
