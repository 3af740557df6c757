package dev.keyfob.auth.api.internal.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code NO_PROXY} says is reached without a proxy, as curl reads it: names with everything
 * below them, with or without a leading dot or {@code *.}; addresses; networks such as {@code
 * 10.0.0.0/8}; each with or without a port; and {@code *} for all. Immutable.
 */
final class NoProxy {
  private final List<String> entries;

  private NoProxy(List<String> entries) {
    this.entries = entries;
  }

  static NoProxy of(String value) {
    return new NoProxy(
        Arrays.stream(value.split("[,\\s]+"))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  /** Whether a host, in lower case, and a port are meant by one of the entries. */
  boolean matches(String host, int port) {
    Optional<byte[]> address = literal(host);
    return entries.stream().anyMatch(entry -> matches(entry, host, address, port));
  }

  private static boolean matches(String entry, String host, Optional<byte[]> address, int port) {
    if (entry.equals("*")) {
      return true;
    }
    int slash = entry.indexOf('/');
    if (slash > 0) {
      return address.isPresent()
          && contains(entry.substring(0, slash), entry.substring(slash + 1), address.get());
    }
    String name = entry;
    int colon = entry.lastIndexOf(':');
    boolean ported = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
    if (ported) {
      if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
        return false;
      }
      name = entry.substring(0, colon);
    }
    if (address.isPresent()) {
      return literal(name).filter(own -> Arrays.equals(own, address.get())).isPresent();
    }
    name = name.startsWith("*.") ? name.substring(2) : name;
    name = name.startsWith(".") ? name.substring(1) : name;
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return !name.isEmpty() && ("." + bare).endsWith("." + name);
  }

  private static boolean contains(String network, String length, byte[] address) {
    Optional<byte[]> base = literal(network);
    if (base.isEmpty() || base.get().length != address.length || !length.matches("\\d{1,3}")) {
      return false;
    }
    int bits = Integer.parseInt(length);
    for (int i = 0; i < address.length; i++) {
      int mask = 0xff & (0xff00 >> Math.clamp(bits - 8L * i, 0, 8));
      if (((address[i] ^ base.get()[i]) & mask) != 0) {
        return false;
      }
    }
    return bits <= 8 * address.length;
  }

  /** An address that is written as one; nothing is looked up. */
  private static Optional<byte[]> literal(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    if (!bare.contains(":") && !bare.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(bare).getAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
