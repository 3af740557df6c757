package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.stability.Evolving;
import java.net.URI;
import java.util.Locale;

/** Which addresses a secret may be sent to, and a browser may be sent to. */
@Evolving
public final class SecureUri {
  private SecureUri() {}

  /**
   * Whether nobody on the way can read along: {@code https}, or {@code http} that does not leave
   * this machine (RFC 8252 section 8.3).
   *
   * @param uri any address
   * @return false for every other scheme, for an address without a host, and for one with a user
   *     name in it, which makes an address look like another
   */
  public static boolean isSecure(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return uri.getHost() != null
        && uri.getRawUserInfo() == null
        && (scheme.equals("https") || (scheme.equals("http") && isLoopback(uri.getHost())));
  }

  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
