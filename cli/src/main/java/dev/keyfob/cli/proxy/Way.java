package dev.keyfob.cli.proxy;

import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a service is reached.
 *
 * @param address the service
 * @param proxy what lies between, or null
 * @param password for the proxy
 */
record Way(
    URI address, @Nullable InetSocketAddress proxy, @Nullable PasswordAuthentication password) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  boolean secure() {
    return address.getScheme().toLowerCase(Locale.ROOT).equals("https");
  }

  /** Whether a proxy is asked for a tunnel. */
  boolean tunnelled() {
    return proxy != null && secure();
  }

  /** Whether a proxy reads the requests, which name the whole address then. */
  boolean read() {
    return proxy != null && !secure();
  }

  /** The host to look up. */
  String nextHost() {
    return proxy == null ? host() : proxy.getHostString();
  }

  int nextPort() {
    return proxy == null ? port() : proxy.getPort();
  }

  String host() {
    String host = address.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return secure() ? HTTPS : HTTP;
  }

  /** What a proxy that reads the requests wants to see on each, or null. */
  @Nullable String authorization() {
    if (!read() || password == null) {
      return null;
    }
    String pair = password.getUserName() + ":" + new String(password.getPassword());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** Does not print the password. */
  @Override
  public String toString() {
    return "Way[" + address + " by " + nextHost() + ":" + nextPort() + "]";
  }
}
