package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.http.HostNames;
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
    return !HostNames.of(one).isEmpty()
        && HostNames.userInfo(one).isEmpty()
        && HostNames.userInfo(other).isEmpty()
        && scheme(one).equals(scheme(other))
        && HostNames.of(one).equalsIgnoreCase(HostNames.of(other))
        && HostNames.port(one) == HostNames.port(other);
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }
}
