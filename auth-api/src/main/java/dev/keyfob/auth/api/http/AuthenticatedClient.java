package dev.keyfob.auth.api.http;

import dev.keyfob.auth.api.stability.Stable;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.concurrent.CompletableFuture;

/**
 * Sends requests to one service with the account's credential on them.
 *
 * <p>The credential is renewed before it expires, and once when the service answers 401. It goes to
 * the origin of the profile's {@code apiBaseUri} only; a redirect to any other place is returned
 * instead of followed.
 *
 * <p>While it is fresh, the credential is kept in memory. What another process does to the account
 * meanwhile, a logout for example, is noticed when the credential is due for renewal or when the
 * service answers 401.
 *
 * <p>Safe for use by many threads. After its {@code Keyfob} has been closed, every call throws
 * {@link IllegalStateException}.
 */
@Stable
public interface AuthenticatedClient {
  /**
   * An address of the service's API.
   *
   * @param path a path below the profile's {@code apiBaseUri}
   * @return the address
   * @throws dev.keyfob.auth.api.AuthException.Misconfigured if the profile names no API
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
   * @throws dev.keyfob.auth.api.AuthException.NotLoggedIn if there is no credential
   * @throws dev.keyfob.auth.api.AuthException.SessionExpired if the session is dead, or a renewed
   *     one is rejected too
   * @throws dev.keyfob.auth.api.AuthException.Denied with {@code invalid_credential} if a key is
   *     rejected
   * @throws dev.keyfob.auth.api.AuthException.Transient if the service or the identity provider
   *     does not answer
   * @throws dev.keyfob.auth.api.AuthException.Misconfigured if the request would go to another
   *     origin
   */
  <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body);

  /**
   * Sends a request as {@link #send(HttpRequest, BodyHandler)} does, and hands on what the service
   * says to a credential that it does not accept.
   *
   * @param request the request, whose headers lose against the credential's
   * @param body what to do with the answer's body
   * @param rejected what to do with the body of a 401 after which the request is sent again, or an
   *     exception thrown; it must read all of it
   * @param <T> the type of the body
   * @return the answer
   * @throws dev.keyfob.auth.api.AuthException as {@link #send(HttpRequest, BodyHandler)}
   */
  <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body, BodyHandler<?> rejected);

  /**
   * Sends a request as {@link #send} does, without blocking: a virtual thread does the waiting.
   *
   * @param request the request, whose headers lose against the credential's
   * @param body what to do with the answer's body; it may be applied to a second answer after a
   *     first one was dropped
   * @param <T> the type of the body
   * @return completes with the answer, or exceptionally with what {@link #send} would have thrown;
   *     cancelling it drops the request under way; a renewal that has begun is finished
   */
  <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> body);

  /**
   * Puts the credential on a request that the program sends by itself. Blocks only if the
   * credential has to be read or renewed. What the service answers is the program's business then:
   * after a 401, {@code Keyfob.refresh} has a session renewed.
   *
   * @param request the request, whose headers lose against the credential's
   * @return the request with the credential's headers
   * @throws dev.keyfob.auth.api.AuthException as {@link #send}, but for what the service answers
   */
  HttpRequest authorize(HttpRequest request);

  /**
   * The request as {@link #send} would send it, to be shown: {@code (not shown)} stands for the
   * credential. Nobody is contacted and nothing is renewed, so that the credential may be one that
   * {@link #send} would renew first.
   *
   * @param request the request, whose headers lose against the credential's
   * @return the request with the names of the credential's headers, and their scheme
   * @throws dev.keyfob.auth.api.AuthException.NotLoggedIn if there is no credential
   * @throws dev.keyfob.auth.api.AuthException.Misconfigured if the request would go to another
   *     origin
   */
  default HttpRequest preview(HttpRequest request) {
    throw new UnsupportedOperationException("This client shows no requests.");
  }
}
