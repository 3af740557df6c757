package dev.keyfob.auth.api;

import java.util.Optional;

/**
 * How a key that its owner carries over by hand is sent and checked.
 *
 * @param header the request header, {@code Authorization} unless said otherwise
 * @param scheme what stands before the key in the header; empty if the key stands alone
 * @param prefix what every such key starts with; empty if unknown
 * @param minLength the least number of characters a key has
 * @param verifyPath the path below the API's base that tells a good key from a bad one
 */
public record StaticKeySettings(
    String header,
    Optional<String> scheme,
    Optional<String> prefix,
    int minLength,
    Optional<String> verifyPath) {
  /** For a service of which nothing is said: {@code Authorization: Bearer KEY} (RFC 6750). */
  public static final StaticKeySettings BEARER =
      new StaticKeySettings(
          "Authorization", Optional.of("Bearer"), Optional.empty(), 8, Optional.empty());
}
