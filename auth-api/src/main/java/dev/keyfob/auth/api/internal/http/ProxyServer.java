package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.http.HostNames;
import dev.keyfob.auth.api.spi.KnownProxies;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A proxy that the environment names.
 *
 * @param variable the variable that names it, for messages
 * @param address its host and port, not looked up
 * @param user who one is there; empty if it does not ask
 * @param password that person's; empty if there is none
 */
public record ProxyServer(
    String variable, InetSocketAddress address, Optional<String> user, Optional<Secret> password)
    implements KnownProxies.KnownProxy {
  private static final int HTTP_PORT = 80;

  /**
   * Reads what a variable says, as curl does.
   *
   * @throws AuthException.Misconfigured if it is no address of a proxy; the value is not repeated,
   *     because it may hold a password
   */
  static ProxyServer of(String variable, String value) {
    String text = value.strip();
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      String host = HostNames.of(uri);
      // TLS to a proxy, and SOCKS, are beyond the JDK's client; it would fail later and less
      // clearly.
      if (!host.isEmpty() && scheme.equals("http")) {
        int port = HostNames.explicitPort(uri).orElse(HTTP_PORT);
        Optional<String> person = HostNames.userInfo(uri);
        return new ProxyServer(
            variable,
            InetSocketAddress.createUnresolved(host, port),
            person.map(info -> decoded(info.split(":", 2)[0])),
            person
                .filter(info -> info.contains(":"))
                .map(info -> Secret.of(decoded(info.split(":", 2)[1]))));
      }
    } catch (IllegalArgumentException e) {
      // reported below; the value may hold a password
    }
    throw AuthException.usage(
        variable + " is not an http proxy address.",
        "export " + variable + "=\"http://$HOST:$PORT\"");
  }

  /** A plus sign stands for itself here (RFC 3986). */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String name() {
    return "proxy " + address.getHostString() + ":" + address.getPort() + " (" + variable + ")";
  }
}
