package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.stability.Evolving;

/**
 * An account of another profile, whose identity provider vouches for the person here. Safe for use
 * by many threads.
 */
@Evolving
public interface Voucher {
  /**
   * What its provider works with.
   *
   * @return the context, with the other profile
   * @throws AuthException.Misconfigured if there is no such profile, or it is malformed
   */
  ProviderContext context();

  /**
   * Its credential, renewed if it is too old. Blocks for the store, and for a renewal.
   *
   * @return the credential
   * @throws AuthException.NotLoggedIn if nobody is logged in there
   * @throws AuthException.SessionExpired if it has come to its end
   * @throws AuthException.Transient if it cannot be renewed now
   */
  Credential credential();

  /**
   * The next one, renewed now. Blocks for the renewal.
   *
   * @return the credential
   * @throws AuthException as {@link #credential}
   */
  Credential renewed();
}
