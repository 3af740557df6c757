package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.http.BoundedHttp;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.session.Account;
import dev.keyfob.auth.api.internal.session.FreshCredentials;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

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
    ResolvedCredential before = credentials.find(account);
    ResolvedCredential used = credentials.get(account, Duration.ZERO);
    boolean renewed = !sameGeneration(before.credential(), used.credential());
    boolean mayRenew = !renewed && canRenew(used) && isReplayable(request);
    HttpResponse<T> first = exchange(request, used.credential(), body, mayRenew);
    if (first.statusCode() != UNAUTHORIZED) {
      return first;
    }
    if (mayRenew) {
      ResolvedCredential fresh = credentials.renew(account, used);
      HttpResponse<T> second = exchange(request, fresh.credential(), body, false);
      if (second.statusCode() != UNAUTHORIZED) {
        return second;
      }
    } else if (!isReplayable(request)) {
      return first;
    }
    throw rejected(used);
  }

  private AuthException rejected(ResolvedCredential used) {
    if (used.credential() instanceof RenewableCredential) {
      return new AuthException.SessionExpired(
          account.key(), account.profile().displayName() + " does not accept the access token.");
    }
    String source = used.origin().name();
    return new AuthException.Denied(
        ErrorCode.INVALID_CREDENTIAL,
        account.profile().displayName()
            + " does not accept the "
            + used.credential().type()
            + " from "
            + (used.origin() instanceof Origin.Environment
                ? "the environment variable " + source
                : "the store " + source)
            + ".",
        used.origin() instanceof Origin.Environment
            ? "unset " + source
            : "keyfob login " + account.key().profile());
  }

  private static boolean canRenew(ResolvedCredential used) {
    return used.origin() instanceof Origin.Store
        && used.credential() instanceof RenewableCredential session
        && session.renewable();
  }

  private static boolean sameGeneration(Credential one, Credential other) {
    return !(one instanceof RenewableCredential before)
        || !(other instanceof RenewableCredential after)
        || before.sameGeneration(after);
  }

  /** A body of unknown length is a stream, which has been read once it has been sent. */
  private static boolean isReplayable(HttpRequest request) {
    return request.bodyPublisher().map(body -> body.contentLength() >= 0).orElse(true);
  }

  /** One exchange, with redirects within the origin followed. */
  private <T> HttpResponse<T> exchange(
      HttpRequest original, Credential credential, BodyHandler<T> body, boolean dropUnauthorized) {
    HttpRequest request = original;
    for (int hops = 0; ; hops++) {
      boolean more = hops < Redirects.MOST && isReplayable(request);
      URI target = request.uri();
      HttpResponse<T> response =
          sendOnce(
              authorized(request, credential),
              info ->
                  dropUnauthorized && info.statusCode() == UNAUTHORIZED
                      ? dropped()
                      : body.apply(info));
      var next = more ? Redirects.follow(request, response.statusCode(), response.headers()) : null;
      if (next == null || !SameOrigin.of(next.uri(), target)) {
        return response;
      }
      request = next;
    }
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // nobody reads a dropped body
  private static <T> HttpResponse.BodySubscriber<T> dropped() {
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
    if (!SameOrigin.of(target, account.profile().resolve("/"))) {
      throw AuthException.usage(
          "The credential of "
              + account.key()
              + " goes to "
              + account.profile().resolve("/").getAuthority()
              + " only, not to "
              + target.getHost()
              + ".",
          null);
    }
  }
}
