package dev.keyfob.auth.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to log in. Start from {@link #of} and change what matters.
 *
 * @param key whose credential this will be
 * @param method the id of a {@link dev.keyfob.auth.api.LoginMethod}; empty to choose one
 * @param scopes the scopes to ask for; empty for the profile's
 * @param port the loopback port to listen on; empty for the profile's
 * @param timeout how long to wait for the person; empty for the profile's
 * @param openBrowser whether a browser may be opened
 * @param verify whether the service is asked before the credential is kept
 * @param store the store to keep it in; empty for the usual one
 */
public record LoginRequest(
    AccountKey key,
    Optional<String> method,
    List<String> scopes,
    OptionalInt port,
    Optional<Duration> timeout,
    boolean openBrowser,
    boolean verify,
    Optional<String> store) {
  /** Copies the scopes. */
  public LoginRequest {
    scopes = List.copyOf(scopes);
  }

  /**
   * A login with everything left to the profile.
   *
   * @param key whose credential this will be
   * @return the request
   */
  public static LoginRequest of(AccountKey key) {
    return new LoginRequest(
        key,
        Optional.empty(),
        List.of(),
        OptionalInt.empty(),
        Optional.empty(),
        true,
        true,
        Optional.empty());
  }

  /**
   * The same login by one method.
   *
   * @param id the method's id
   * @return the request
   */
  public LoginRequest withMethod(String id) {
    return new LoginRequest(
        key, Optional.of(id), scopes, port, timeout, openBrowser, verify, store);
  }
}
