package dev.keyfob.auth.api.http;

import dev.keyfob.auth.api.stability.Evolving;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of an authority whatever characters its host name has: {@link URI} knows no host with
 * an underscore, which networks of containers and Windows domains are full of.
 */
@Evolving
public final class HostNames {
  private HostNames() {}

  /** Compiled for the rare name that needs it, not at every start. */
  private static final class Authority {
    static final Pattern FORM =
        Pattern.compile("(?:([^@]*)@)?([A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");
  }

  /**
   * The host.
   *
   * @param uri an address
   * @return empty if there is none, or what is there can be no name
   */
  public static String of(URI uri) {
    return uri.getHost() != null ? uri.getHost() : part(uri, 2).orElse("");
  }

  /**
   * The port.
   *
   * @param uri an address
   * @return the scheme's own if none is written
   */
  public static int port(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    return explicitPort(uri).orElse(scheme.equals("https") ? 443 : 80);
  }

  /**
   * The port that is written.
   *
   * @param uri an address
   * @return empty if none is
   */
  public static OptionalInt explicitPort(URI uri) {
    if (uri.getPort() >= 0) {
      return OptionalInt.of(uri.getPort());
    }
    Optional<String> port = part(uri, 3);
    return port.isPresent() ? OptionalInt.of(Integer.parseInt(port.get())) : OptionalInt.empty();
  }

  /**
   * What stands before an at sign.
   *
   * @param uri an address
   * @return empty if there is none
   */
  public static Optional<String> userInfo(URI uri) {
    return Optional.ofNullable(uri.getRawUserInfo()).or(() -> part(uri, 1));
  }

  /**
   * Scheme, host and port as they are written, for a message or for an address on the same server.
   *
   * @param uri an absolute address
   * @return what stands before the path, without user information
   */
  public static String origin(URI uri) {
    String authority = String.valueOf(uri.getRawAuthority());
    return uri.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1);
  }

  /** What {@link URI} could not read: nothing where it has found a host. */
  private static Optional<String> part(URI uri, int group) {
    if (uri.getHost() != null || uri.getRawAuthority() == null) {
      return Optional.empty();
    }
    Matcher matcher = Authority.FORM.matcher(uri.getRawAuthority());
    return matcher.matches() ? Optional.ofNullable(matcher.group(group)) : Optional.empty();
  }
}
