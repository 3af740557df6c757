package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.http.HostNames;
import dev.keyfob.auth.api.spi.KnownProxies;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A proxy that the environment names.
 *
 * @param variable the variable that names it, for messages
 * @param kind what is spoken with it
 * @param address its host and port, not looked up
 * @param user who one is there; empty if it does not ask
 * @param password that person's; empty if there is none
 */
public record ProxyServer(
    String variable,
    Kind kind,
    InetSocketAddress address,
    Optional<String> user,
    Optional<Secret> password)
    implements KnownProxies.KnownProxy {

  /** The kinds of proxies, by the schemes that curl has for them. */
  public enum Kind {
    /** HTTP, with tunnels for what is not to be read on the way. */
    HTTP("http", 80),
    /** SOCKS5, with host names looked up on this machine. */
    SOCKS("socks5", 1080),
    /** SOCKS5, with host names looked up by the proxy. */
    SOCKS_NAMES("socks5h", 1080);

    private final String scheme;
    private final int port;

    Kind(String scheme, int port) {
      this.scheme = scheme;
      this.port = port;
    }

    /** What its addresses begin with. */
    public String scheme() {
      return scheme;
    }
  }

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
      // TLS to a proxy is beyond the JDK's client; it would fail later and less clearly.
      Optional<Kind> kind =
          Arrays.stream(Kind.values()).filter(known -> known.scheme.equals(scheme)).findFirst();
      if (!host.isEmpty() && kind.isPresent()) {
        int port = HostNames.explicitPort(uri).orElse(kind.get().port);
        Optional<String> person = HostNames.userInfo(uri);
        return new ProxyServer(
            variable,
            kind.get(),
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
        variable + " is not the address of an http or SOCKS5 proxy.",
        "export " + variable + "=\"http://$HOST:$PORT\"");
  }

  /** Whether it is beyond the JDK's client, so that something has to stand between. */
  boolean isSocks() {
    return kind != Kind.HTTP;
  }

  /** A plus sign stands for itself here (RFC 3986). */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String name() {
    return (isSocks() ? "SOCKS proxy " : "proxy ")
        + address.getHostString()
        + ":"
        + address.getPort()
        + " ("
        + variable
        + ")";
  }
}
