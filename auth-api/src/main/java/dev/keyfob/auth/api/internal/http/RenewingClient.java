package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.http.BoundedHttp;
import dev.keyfob.auth.api.internal.account.Account;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.session.FreshCredentials;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Puts the credential on requests and renews it at most once for each. */
public final class RenewingClient implements AuthenticatedClient {
  private static final int UNAUTHORIZED = 401;

  private final Account account;
  private final FreshCredentials credentials;
  private final Providers providers;
  private final BoundedHttp http;

  public RenewingClient(
      Account account, FreshCredentials credentials, Providers providers, BoundedHttp http) {
    this.account = account;
    this.credentials = credentials;
    this.providers = providers;
    this.http = http;
  }

  @Override
  public URI resolve(String path) {
    return account.profile().resolve(path);
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
    requireOwnOrigin(request.uri());
    ResolvedCredential found = credentials.find(account);
    ResolvedCredential used = credentials.freshen(account, found, Duration.ZERO);
    HttpResponse<T> first = exchange(request, used.credential(), body);
    if (first.statusCode() != UNAUTHORIZED || !isReplayable(request)) {
      return first;
    }
    boolean renewedAlready = !used.equals(found);
    if (renewedAlready || !canRenew(used)) {
      throw rejected(used);
    }
    ResolvedCredential fresh = credentials.renew(account, used);
    HttpResponse<T> second = exchange(request, fresh.credential(), body);
    if (second.statusCode() == UNAUTHORIZED) {
      throw rejected(fresh);
    }
    return second;
  }

  private AuthException rejected(ResolvedCredential used) {
    String service = account.profile().displayName();
    if (used.credential() instanceof RenewableCredential) {
      return new AuthException.SessionExpired(
          account.key(), service + " does not accept the access token.");
    }
    String type = used.credential().type();
    String place = used.origin().name();
    return switch (used.origin()) {
      case Origin.Environment _ ->
          new AuthException.Denied(
              ErrorCode.INVALID_CREDENTIAL,
              service
                  + " does not accept the "
                  + type
                  + " in the environment variable "
                  + place
                  + ".",
              "unset " + place);
      case Origin.Store _ ->
          new AuthException.Denied(
              ErrorCode.INVALID_CREDENTIAL,
              service + " does not accept the " + type + " in the store " + place + ".",
              "keyfob login " + account.key().profile());
    };
  }

  private static boolean canRenew(ResolvedCredential used) {
    return used.origin() instanceof Origin.Store
        && used.credential() instanceof RenewableCredential session
        && session.renewable();
  }

  /** A body of unknown length is a stream, which has been read once it has been sent. */
  private static boolean isReplayable(HttpRequest request) {
    return request.bodyPublisher().map(body -> body.contentLength() >= 0).orElse(true);
  }

  /**
   * One exchange, with redirects within the origin followed. The bodies of redirects, and of a 401
   * that is going to be answered by a renewal or an exception, are not given to the caller's
   * handler: it may write to a file, or open a stream that nobody would close.
   */
  private <T> HttpResponse<T> exchange(
      HttpRequest original, Credential credential, BodyHandler<T> body) {
    HttpRequest request = original;
    for (int hops = 0; ; hops++) {
      HttpRequest current = request;
      boolean mayFollow = hops < Redirects.MOST && isReplayable(current);
      Predicate<ResponseInfo> unwanted =
          info ->
              (info.statusCode() == UNAUTHORIZED && isReplayable(current))
                  || (mayFollow
                      && Redirects.follow(current, info.statusCode(), info.headers()) != null);
      HttpResponse<T> response =
          sendOnce(
              authorized(current, credential),
              info -> unwanted.test(info) ? dropped() : body.apply(info));
      HttpRequest next =
          mayFollow ? Redirects.follow(current, response.statusCode(), response.headers()) : null;
      if (next == null) {
        return response;
      }
      request = next;
    }
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // nobody reads a dropped body
  private static <T> BodySubscriber<T> dropped() {
    return BodySubscribers.replacing(null);
  }

  private HttpRequest authorized(HttpRequest request, Credential credential) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(
        providers
            .get(credential.type())
            .authorize(credential, OutgoingRequest.of(request), account.context()));
    HttpRequest.Builder authorized =
        HttpRequest.newBuilder(request, (name, value) -> !isReserved(name, headers));
    headers.forEach(authorized::setHeader);
    return authorized.build();
  }

  private static boolean isReserved(String name, Map<String, String> headers) {
    return headers.containsKey(name)
        || name.equalsIgnoreCase("Authorization")
        || name.equalsIgnoreCase("Proxy-Authorization");
  }

  private <T> HttpResponse<T> sendOnce(HttpRequest request, BodyHandler<T> body) {
    try {
      return http.client().send(request, body);
    } catch (IOException e) {
      throw BoundedHttp.failure(request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while waiting for the service.");
    }
  }

  private void requireOwnOrigin(URI target) {
    URI own = account.profile().resolve("/");
    if (!SameOrigin.of(target, own)) {
      throw AuthException.usage(
          "The credential of "
              + account.key()
              + " goes to "
              + origin(own)
              + " only, not to "
              + origin(target)
              + ".",
          "keyfob profile show " + account.key().profile());
    }
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }
}
