package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.spi.KnownProxies.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The relays in front of SOCKS proxies, each started by the first request that needs it. */
final class SocksRelays implements AutoCloseable {
  private final Map<ProxyServer, SocksRelay> relays = new HashMap<>();

  /** Where requests go that are for a proxy. */
  synchronized InetSocketAddress address(ProxyServer proxy) {
    return relay(proxy).address();
  }

  /** The header that lets a request in. */
  synchronized String authorization(ProxyServer proxy) {
    return relay(proxy).authorization();
  }

  private SocksRelay relay(ProxyServer proxy) {
    return relays.computeIfAbsent(proxy, SocksRelays::start);
  }

  private static SocksRelay start(ProxyServer proxy) {
    try {
      return SocksRelay.start(proxy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a relay at that address wants to know. */
  synchronized Optional<PasswordAuthentication> credentials(String host, int port) {
    return relays.values().stream()
        .filter(
            relay ->
                relay.address().getPort() == port && relay.address().getHostString().equals(host))
        .map(SocksRelay::credentials)
        .findFirst();
  }

  /** What stood between a proxy and a host the last time. */
  synchronized Optional<Problem> problem(ProxyServer proxy, String host, int port) {
    return Optional.ofNullable(relays.get(proxy)).flatMap(relay -> relay.problem(host, port));
  }

  @Override
  public synchronized void close() {
    relays.values().forEach(SocksRelay::close);
  }
}
