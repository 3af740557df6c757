package dev.keyfob.auth.api;

import dev.keyfob.auth.api.http.HostNames;
import dev.keyfob.auth.api.stability.Evolving;
import java.lang.reflect.Field;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Addresses whose host may have an underscore in its name, as containers and Windows domains have
 * them. To {@link URI}, which keeps to RFC 2396, such an address has no host, and the JDK's HTTP
 * client refuses it; it takes one whose parts are filled in, which the virtual machine has to
 * allow.
 */
@Evolving
public final class HostUri {
  /** The option of the virtual machine that allows it. */
  public static final String JAVA_OPTION = "--add-opens=java.base/java.net=dev.keyfob.auth.api";

  private HostUri() {}

  /**
   * Reads an address.
   *
   * @param text any address
   * @return the address, with its host if it names one
   * @throws IllegalArgumentException if it is none
   * @throws AuthException.Misconfigured if its host has an underscore, and the virtual machine was
   *     not started with {@link #JAVA_OPTION}
   */
  public static URI of(String text) {
    URI uri = URI.create(text);
    String host = HostNames.of(uri);
    if (uri.getHost() != null || host.indexOf('_') < 0) {
      return uri;
    }
    try {
      set(uri, "host", host);
      set(uri, "port", HostNames.explicitPort(uri).orElse(-1));
      set(uri, "userInfo", HostNames.userInfo(uri).orElse(null));
      return uri;
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw AuthException.usage(
          "The host name "
              + host
              + " has an underscore, which Java's HTTP client takes only if it is told to.",
          "export KEYFOB_JAVA_OPTS=" + JAVA_OPTION);
    }
  }

  private static void set(URI uri, String name, @Nullable Object value)
      throws ReflectiveOperationException {
    Field field = URI.class.getDeclaredField(name);
    field.setAccessible(true);
    field.set(uri, value);
  }
}
