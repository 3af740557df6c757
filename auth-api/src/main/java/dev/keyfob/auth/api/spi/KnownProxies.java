package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.stability.Evolving;
import java.net.URI;
import java.util.Optional;

/**
 * A {@link java.net.ProxySelector} implements this if it can say which setting a proxy comes from,
 * so that the message of a failed request can name it. Implementations are safe for use by many
 * threads.
 */
@Evolving
public interface KnownProxies {
  /**
   * The proxy for an address.
   *
   * @param uri the address of a request
   * @return the proxy; empty if the address is reached without one
   */
  Optional<? extends KnownProxy> server(URI uri);

  /** A proxy, as messages name it. */
  interface KnownProxy {
    /**
     * The proxy in a sentence, without a password.
     *
     * @return the name, such as {@code proxy corp.example:3128 (HTTPS_PROXY)}
     */
    String name();

    /**
     * The environment variable that sets it.
     *
     * @return the variable's name
     */
    String variable();
  }
}
