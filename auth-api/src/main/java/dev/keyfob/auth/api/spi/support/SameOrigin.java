package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.stability.Evolving;
import java.net.URI;
import java.util.Locale;

/** Exact comparison of scheme, host and port (RFC 6454 section 5). */
@Evolving
public final class SameOrigin {
  private SameOrigin() {}

  /**
   * Whether both have the same origin. An address with user information has none.
   *
   * @param one an absolute address
   * @param other another one
   * @return true if a credential for the one may go to the other
   */
  public static boolean of(URI one, URI other) {
    return one.getHost() != null
        && other.getHost() != null
        && one.getRawUserInfo() == null
        && other.getRawUserInfo() == null
        && scheme(one).equals(scheme(other))
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return scheme(uri).equals("https") ? 443 : 80;
  }
}
