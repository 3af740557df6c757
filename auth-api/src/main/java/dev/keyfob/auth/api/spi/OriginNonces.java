package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.http.HostNames;
import dev.keyfob.auth.api.stability.Evolving;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest nonce that each server wants to see in proofs (RFC 9449 section 8). Nonces are no
 * secrets. To lose one costs a request that is sent twice. Implementations are safe for use by many
 * threads.
 */
@Evolving
public interface OriginNonces {
  /**
   * The newest nonce of a server.
   *
   * @param target any address of the server
   * @return the nonce; empty if it has given none
   */
  Optional<String> find(URI target);

  /**
   * Keeps a nonce.
   *
   * @param target any address of the server that gave it
   * @param nonce the nonce
   */
  void keep(URI target, String nonce);

  /**
   * Nonces that are kept for as long as they are reachable.
   *
   * @return none yet
   */
  static OriginNonces inMemory() {
    Map<String, String> nonces = new ConcurrentHashMap<>();
    return new OriginNonces() {
      @Override
      public Optional<String> find(URI target) {
        return Optional.ofNullable(nonces.get(origin(target)));
      }

      @Override
      public void keep(URI target, String nonce) {
        nonces.put(origin(target), nonce);
      }
    };
  }

  /**
   * Whether a text can be a nonce (RFC 9449 section 8.1).
   *
   * @param text the text
   * @return false if it is empty or holds other characters than a nonce can
   */
  static boolean isNonce(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != '"' && c != '\\');
  }

  /**
   * The server that an address belongs to.
   *
   * @param target the address
   * @return scheme, host and port
   */
  static String origin(URI target) {
    return HostNames.origin(target);
  }
}
