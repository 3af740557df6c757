package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.internal.cache.CachedAccount;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.ChosenOrganization;
import dev.keyfob.auth.api.spi.BoundedHttp;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Puts the credential on requests and renews it at most once for each. */
public final class RenewingClient implements AuthenticatedClient {
  private final CachedAccount account;
  private final RequestAuthorizer authorizer;
  private final BoundedHttp http;
  private final Runnable requireOpen;

  /**
   * A client of one account.
   *
   * @param requireOpen throws once there is no more to be had from this client
   */
  public RenewingClient(
      CachedAccount account, Providers providers, BoundedHttp http, Runnable requireOpen) {
    this.account = account;
    this.authorizer = new RequestAuthorizer(providers);
    this.http = http;
    this.requireOpen = requireOpen;
  }

  @Override
  public URI resolve(String path) {
    requireOpen.run();
    return path.contains(ServiceProfile.ORGANIZATION_PLACEHOLDER)
        ? inOrganization().resolve(path)
        : account.profile().resolve(path);
  }

  /** Looked up where it is needed only: that is a look into the store. */
  private ServiceProfile inOrganization() {
    Account now = account.account();
    return ChosenOrganization.complete(
        now.profile(), () -> now.store().find(now.key()), now.context().environment());
  }

  @Override
  public HttpRequest authorize(HttpRequest request) {
    requireOpen.run();
    RequestAuthorizer.requireOwnOrigin(request.uri(), account.account());
    return authorizer.on(request, account.get(Duration.ZERO));
  }

  @Override
  public HttpRequest preview(HttpRequest request) {
    requireOpen.run();
    RequestAuthorizer.requireOwnOrigin(request.uri(), account.account());
    return authorizer.shown(request, account.stored());
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
    requireOpen.run();
    RequestAuthorizer.requireOwnOrigin(request.uri(), account.account());
    return exchange(request, body, null).run();
  }

  @Override
  public <T> HttpResponse<T> send(
      HttpRequest request, BodyHandler<T> body, BodyHandler<?> rejected) {
    requireOpen.run();
    RequestAuthorizer.requireOwnOrigin(request.uri(), account.account());
    return exchange(request, body, rejected).run();
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> body) {
    requireOpen.run();
    try {
      RequestAuthorizer.requireOwnOrigin(request.uri(), account.account());
    } catch (AuthException e) {
      return CompletableFuture.failedFuture(e);
    }
    return exchange(request, body, null).start();
  }

  private <T> Exchange<T> exchange(
      HttpRequest request, BodyHandler<T> body, @Nullable BodyHandler<?> rejected) {
    return new Exchange<>(account, authorizer, http, request, body, rejected);
  }
}
