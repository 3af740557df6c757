package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The proxy variables that every other command-line tool honours, in either case. */
public final class EnvironmentProxy extends ProxySelector {
  private final @Nullable Proxy https;
  private final @Nullable Proxy http;
  private final List<String> direct;

  private EnvironmentProxy(@Nullable Proxy https, @Nullable Proxy http, List<String> direct) {
    this.https = https;
    this.http = http;
    this.direct = direct;
  }

  /**
   * Reads the variables.
   *
   * @throws AuthException.Misconfigured if one is no address of a proxy
   */
  public static EnvironmentProxy of(Map<String, String> environment) {
    return new EnvironmentProxy(
        proxy(environment, "HTTPS_PROXY"),
        proxy(environment, "HTTP_PROXY"),
        Arrays.stream(value(environment, "NO_PROXY").split(","))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  /** Where the proxies are, unresolved; empty if none is set. */
  public Set<InetSocketAddress> addresses() {
    Set<InetSocketAddress> found = new LinkedHashSet<>();
    for (Proxy proxy : Arrays.asList(https, http)) {
      if (proxy != null && proxy.address() instanceof InetSocketAddress address) {
        found.add(address);
      }
    }
    return found;
  }

  @Override
  public List<Proxy> select(URI uri) {
    Proxy proxy = "https".equals(uri.getScheme()) ? https : http;
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    return List.of(proxy == null || isDirect(host) ? Proxy.NO_PROXY : proxy);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // the client reports it; there is no second proxy to turn to
  }

  private boolean isDirect(String host) {
    return isLoopback(host) || direct.stream().anyMatch(entry -> matches(host, entry));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  private static boolean matches(String host, String entry) {
    String name = entry.startsWith("*.") ? entry.substring(1) : entry;
    int port = name.lastIndexOf(':');
    if (port > 0 && name.indexOf(':') == port) {
      name = name.substring(0, port);
    }
    String suffix = name.startsWith(".") ? name : "." + name;
    return name.equals("*") || ("." + host).endsWith(suffix);
  }

  private static @Nullable Proxy proxy(Map<String, String> environment, String variable) {
    String value = value(environment, variable);
    if (value.isEmpty()) {
      return null;
    }
    try {
      URI uri = URI.create(value.contains("://") ? value : "http://" + value);
      // The JDK speaks plain HTTP to proxies; SOCKS and TLS would fail later and less clearly.
      if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
        int port = uri.getPort() > 0 ? uri.getPort() : 80;
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
      }
    } catch (IllegalArgumentException e) {
      // reported below; the value may hold a password
    }
    throw AuthException.usage(
        variable + " is not an http proxy address.", "export " + variable + "=http://HOST:PORT");
  }

  private static String value(Map<String, String> environment, String variable) {
    String upper = environment.getOrDefault(variable, "").strip();
    return upper.isEmpty()
        ? environment.getOrDefault(variable.toLowerCase(Locale.ROOT), "").strip()
        : upper;
  }
}
