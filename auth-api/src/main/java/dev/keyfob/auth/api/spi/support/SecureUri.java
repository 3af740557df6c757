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
    return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || isLoopbackNumber(host);
  }

  /** Four numbers, the first of them 127: not a name that only begins like that. */
  private static boolean isLoopbackNumber(String host) {
    if (!host.startsWith("127.")) {
      return false;
    }
    int numbers = 1;
    int digits = 0;
    for (int i = "127.".length(); i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '.' && digits > 0) {
        numbers++;
        digits = 0;
      } else if (c >= '0' && c <= '9' && digits < 3) {
        digits++;
      } else {
        return false;
      }
    }
    return numbers == 3 && digits > 0;
  }
}
