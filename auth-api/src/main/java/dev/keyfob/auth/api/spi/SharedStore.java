package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.stability.Evolving;
import java.util.Map;

/**
 * A store on a server that many machines share. It brings its own lock, and seals what it sends to
 * the server under a key that the machines have and the server has not. Every method blocks for
 * seconds at most, unless it says otherwise.
 */
@Evolving
public interface SharedStore extends CredentialStore {
  /**
   * Makes or migrates what the store needs on its server, and a key if there is none anywhere yet.
   * Doing it again changes nothing.
   *
   * @return what was done, as sentences for a person
   * @throws AuthException.StoreUnavailable if the server does not answer, does not allow it, or was
   *     set up by a later version
   * @throws AuthException.Misconfigured if nothing names the server
   */
  String prepare();

  /**
   * Seals every document of every profile under the key in use, so that a former key is no longer
   * needed. Takes as long as there are documents, and a minute for one that is being renewed.
   *
   * @return how many were sealed anew
   * @throws AuthException.StoreUnavailable if the server does not answer, or a key is missing; what
   *     is done stays done
   */
  int rotateKey();

  /**
   * What there is to tell about the server, for people.
   *
   * @param key the account whose lock is told of
   * @return names in snake_case and what they are, in the order to show them
   * @throws AuthException.StoreUnavailable if the server does not answer
   */
  Map<String, String> describe(AccountKey key);
}
