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

  /**
   * What stood between a proxy and an address the last time.
   *
   * @param uri the address of a request
   * @return the problem, if more is known of it than the client says; empty if nothing stood
   *     between
   */
  default Optional<Problem> problem(URI uri) {
    return Optional.empty();
  }

  /**
   * Why a proxy has made no connection.
   *
   * @param reason a clause, such as {@code the proxy does not reach the host}
   * @param remedy a command that mends it, without which another attempt is of no use
   */
  record Problem(String reason, Optional<String> remedy) {}

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
