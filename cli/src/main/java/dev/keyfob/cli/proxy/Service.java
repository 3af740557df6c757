package dev.keyfob.cli.proxy;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A service that requests are passed on to, and the credential for it. Safe for use by many
 * threads; nothing here blocks but what says so.
 */
final class Service {
  private static final long CHECK_EVERY = TimeUnit.SECONDS.toNanos(2);

  private final Keyfob keyfob;
  private final Route route;
  private final AuthenticatedClient client;
  private final URI root;
  private final String base;
  private final ForwardedHeaders headers;
  private final AtomicLong checkedAt = new AtomicLong(System.nanoTime());
  private volatile @Nullable ResolvedCredential checked;

  Service(Keyfob keyfob, Route route, String proxy) {
    this.keyfob = keyfob;
    this.route = route;
    client = keyfob.client(route.key());
    root = client.resolve("/");
    String text = root.toString();
    base = text.substring(0, text.length() - 1);
    headers = new ForwardedHeaders(base, proxy + route.prefix());
  }

  Route route() {
    return route;
  }

  ForwardedHeaders headers() {
    return headers;
  }

  /**
   * The address of something.
   *
   * @param target path and query below the API's own address
   * @throws IllegalArgumentException if it is none
   */
  URI address(String target) {
    return URI.create(base + target);
  }

  /**
   * The credential to use now. A proxy runs for days, and a logout meanwhile has to end what it
   * does: now and then it is looked up again.
   *
   * @return completes at once if the credential is in memory and fresh
   */
  CompletableFuture<ResolvedCredential> credential() {
    long now = System.nanoTime();
    long last = checkedAt.get();
    if (now - last > CHECK_EVERY && checkedAt.compareAndSet(last, now)) {
      keyfob.forget(route.key());
    }
    return keyfob.tokenAsync(route.key(), Duration.ZERO);
  }

  /** What to use after a 401. */
  CompletableFuture<ResolvedCredential> replacement(ResolvedCredential rejected) {
    return CompletableFuture.supplyAsync(
        () -> keyfob.replacement(rejected), task -> Thread.ofVirtual().start(task));
  }

  /**
   * The headers that carry a credential.
   *
   * @throws AuthException.Misconfigured if the profile's API is another one since this was started
   */
  @SuppressWarnings(
      "ReferenceEquality") // the same one comes from memory for as long as it is fresh
  Map<String, String> authorization(ResolvedCredential credential, String method, URI address) {
    if (checked != credential) {
      if (!client.resolve("/").equals(root)) {
        throw AuthException.usage(
            "The API of " + route.key() + " is at another address than when the proxy was started.",
            "start the proxy again");
      }
      checked = credential;
    }
    return keyfob.headers(credential, method, address);
  }
}
