package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.http.HostNames;
import dev.keyfob.auth.api.spi.KnownProxies;
import dev.keyfob.auth.api.spi.support.Environment;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The proxy variables that every other command-line tool honours, in either case. */
public final class EnvironmentProxy extends ProxySelector implements KnownProxies, AutoCloseable {
  private final @Nullable ProxyServer https;
  private final @Nullable ProxyServer http;
  private final NoProxy direct;
  private final @Nullable SocksRelays relays;

  private EnvironmentProxy(
      @Nullable ProxyServer https, @Nullable ProxyServer http, NoProxy direct) {
    this.https = https;
    this.http = http;
    this.direct = direct;
    relays = servers().stream().anyMatch(ProxyServer::isSocks) ? new SocksRelays() : null;
  }

  /**
   * Reads the variables. {@code ALL_PROXY} is for whatever has none of its own.
   *
   * @throws AuthException.Misconfigured if one is no address of a proxy
   */
  public static EnvironmentProxy of(Map<String, String> environment) {
    @Nullable ProxyServer all = proxy(environment, "ALL_PROXY");
    @Nullable ProxyServer https = proxy(environment, "HTTPS_PROXY");
    @Nullable ProxyServer http = proxy(environment, "HTTP_PROXY");
    return new EnvironmentProxy(
        https == null ? all : https,
        http == null ? all : http,
        NoProxy.of(variable(environment, "NO_PROXY").map(environment::get).orElse("")));
  }

  /** Where the proxies are, unresolved; empty if none is set. */
  public Set<InetSocketAddress> addresses() {
    Set<InetSocketAddress> found = new LinkedHashSet<>();
    servers().forEach(server -> found.add(server.address()));
    return found;
  }

  /** The proxies; empty if none is set. */
  public List<ProxyServer> servers() {
    return Stream.of(https, http).filter(Objects::nonNull).distinct().toList();
  }

  @Override
  public Optional<ProxyServer> server(URI uri) {
    ProxyServer server = "https".equalsIgnoreCase(uri.getScheme()) ? https : http;
    String host = HostNames.of(uri).toLowerCase(Locale.ROOT);
    boolean passedBy =
        host.isEmpty() || isLoopback(host) || direct.matches(host, HostNames.port(uri));
    return passedBy ? Optional.empty() : Optional.ofNullable(server);
  }

  @Override
  public List<Proxy> select(URI uri) {
    return List.of(
        server(uri)
            .map(proxy -> new Proxy(Proxy.Type.HTTP, nextAddress(proxy)))
            .orElse(Proxy.NO_PROXY));
  }

  /** In front of a SOCKS proxy, the one on this machine that speaks HTTP. */
  private InetSocketAddress nextAddress(ProxyServer proxy) {
    return relays != null && proxy.isSocks() ? relays.address(proxy) : proxy.address();
  }

  /** The header that the proxy on this machine wants to see, where one stands between. */
  Optional<String> relayAuthorization(URI uri) {
    Optional<ProxyServer> proxy = server(uri);
    return relays == null || proxy.isEmpty() || !proxy.get().isSocks()
        ? Optional.empty()
        : Optional.of(relays.authorization(proxy.get()));
  }

  /** What a proxy on this machine wants to know. */
  Optional<PasswordAuthentication> relayCredentials(String host, int port) {
    return relays == null ? Optional.empty() : relays.credentials(host, port);
  }

  @Override
  public Optional<Problem> problem(URI uri) {
    Optional<ProxyServer> proxy = server(uri);
    return relays == null || proxy.isEmpty()
        ? Optional.empty()
        : relays.problem(proxy.get(), bare(HostNames.of(uri)), HostNames.port(uri));
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Ends what was started on this machine to reach proxies. */
  @Override
  public void close() {
    if (relays != null) {
      relays.close();
    }
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // the client reports it; there is no second proxy to turn to
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  private static @Nullable ProxyServer proxy(Map<String, String> environment, String name) {
    return variable(environment, name)
        .map(set -> ProxyServer.of(set, environment.getOrDefault(set, "")))
        .orElse(null);
  }

  /** The name that is set, in capitals first. */
  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .filter(spelling -> Environment.isSet(environment, spelling))
        .findFirst();
  }
}
