package dev.keyfob.auth.api.internal.profile;

import java.net.URI;
import java.util.Locale;

/** Which addresses a secret may be sent to. */
public final class SecureUri {
  private SecureUri() {}

  /** {@code https}, or {@code http} that does not leave this machine (RFC 8252 section 8.3). */
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
