package dev.keyfob.auth.api.http;

import dev.keyfob.auth.api.AuthException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;

/**
 * Sends requests to one service with the account's credential on them.
 *
 * <p>The credential is renewed before it expires, and once when the service answers 401. It goes to
 * the origin of the profile's {@code apiBaseUri} only; a redirect to any other place is returned
 * instead of followed. Safe for use by many threads.
 */
public interface AuthenticatedClient {
  /**
   * An address of the service's API.
   *
   * @param path a path below the profile's {@code apiBaseUri}
   * @return the address
   * @throws AuthException.Misconfigured if the profile names no API
   */
  URI resolve(String path);

  /**
   * Sends a request. Blocks for the answer, for as long as the request's own time-out allows.
   *
   * <p>After a 401 the request is sent again with a renewed credential if its body can be: one
   * whose publisher does not know its length is taken for a stream, and the 401 is returned. A 403
   * is returned.
   *
   * @param request the request, whose headers lose against the credential's
   * @param body what to do with the answer's body; it may be applied to a second answer after a
   *     first one was dropped
   * @param <T> the type of the body
   * @return the answer
   * @throws AuthException.NotLoggedIn if there is no credential
   * @throws AuthException.SessionExpired if the session is dead, or a renewed one is rejected too
   * @throws AuthException.Denied with {@code invalid_credential} if a key is rejected
   * @throws AuthException.Transient if the service or the identity provider does not answer
   * @throws AuthException.Misconfigured if the request would go to another origin
   */
  <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body);
}
