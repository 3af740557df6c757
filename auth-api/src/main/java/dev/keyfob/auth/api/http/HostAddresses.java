package dev.keyfob.auth.api.http;

import dev.keyfob.auth.api.stability.Evolving;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which of a host's addresses did not answer. The JDK's HTTP client tries one address of a host and
 * gives up; curl, git and browsers go on to the next one, of the other family too (RFC 8305 section
 * 5). A resolver that asks {@link #inOrder} makes the next attempt go there. Safe for use by many
 * threads; what is known is forgotten with the process.
 */
@Evolving
public final class HostAddresses {
  private static final Map<String, List<InetAddress>> LAST = new ConcurrentHashMap<>();
  private static final Map<String, Set<InetAddress>> SILENT = new ConcurrentHashMap<>();

  private HostAddresses() {}

  /**
   * Puts those that did not answer behind the others.
   *
   * @param host the name that was looked up
   * @param found its addresses
   * @return the addresses in the order in which they are to be tried
   */
  public static List<InetAddress> inOrder(String host, List<InetAddress> found) {
    if (found.size() < 2) {
      LAST.remove(host);
      return found;
    }
    Set<InetAddress> silent = SILENT.getOrDefault(host, Set.of());
    List<InetAddress> order = new ArrayList<>(found);
    order.removeIf(silent::contains);
    found.stream().filter(silent::contains).forEach(order::add);
    LAST.put(host, List.copyOf(order));
    return order;
  }

  /**
   * Takes note that no connection to a host came about.
   *
   * @param host the name
   * @return whether it has another address, which the next attempt will go to; false where nobody
   *     asks for the order
   */
  public static boolean hasAnother(String host) {
    List<InetAddress> order = LAST.getOrDefault(host, List.of());
    if (order.isEmpty()) {
      return false;
    }
    Set<InetAddress> silent = SILENT.computeIfAbsent(host, _ -> ConcurrentHashMap.newKeySet());
    boolean first = silent.add(order.getFirst());
    if (first && silent.size() < order.size()) {
      return true;
    }
    SILENT.remove(host); // all have been tried; the next request begins anew
    return false;
  }
}
