package dev.keyfob.auth.oauth.loopback;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The request line and the headers of an HTTP/1.1 request (RFC 9112), as far as a callback needs
 * them.
 *
 * @param method the method
 * @param path the path, not decoded
 * @param query the query, not decoded; empty if there is none
 * @param headers name in lower case and value, in order
 */
record RequestHead(String method, String path, String query, List<Header> headers) {
  record Header(String name, String value) {}

  /** Reads a head; empty if it is not well-formed. */
  static Optional<RequestHead> parse(String head) {
    String[] lines = head.split("\r\n", -1);
    String[] start = lines[0].split(" ", -1);
    if (start.length != 3 || !start[1].startsWith("/") || !start[2].startsWith("HTTP/1.")) {
      return Optional.empty();
    }
    List<Header> headers = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon <= 0) {
        return Optional.empty();
      }
      headers.add(
          new Header(
              lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
              lines[i].substring(colon + 1).strip()));
    }
    int question = start[1].indexOf('?');
    return Optional.of(
        new RequestHead(
            start[0],
            question < 0 ? start[1] : start[1].substring(0, question),
            question < 0 ? "" : start[1].substring(question + 1),
            List.copyOf(headers)));
  }

  /** The one value of a header; empty if it is missing or given twice. */
  Optional<String> single(String name) {
    List<String> values =
        headers.stream().filter(h -> h.name().equals(name)).map(Header::value).toList();
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  boolean has(String name) {
    return headers.stream().anyMatch(h -> h.name().equals(name));
  }

  /** Names the method alone: the query holds the code. */
  @Override
  public String toString() {
    return "RequestHead[" + method + "]";
  }
}
