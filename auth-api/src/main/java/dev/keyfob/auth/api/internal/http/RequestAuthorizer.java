package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.http.HostNames;
import dev.keyfob.auth.api.internal.cache.CachedAccount.CachedCredential;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.renew.RejectedCredential;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import dev.keyfob.auth.api.spi.support.SameOrigin;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Puts a credential on requests, and words the failure if the service does not accept it. */
final class RequestAuthorizer {
  private final Providers providers;

  RequestAuthorizer(Providers providers) {
    this.providers = providers;
  }

  /**
   * A copy of a request with the credential on it.
   *
   * @throws AuthException.Misconfigured if the request goes to another origin than the profile's
   */
  HttpRequest on(HttpRequest request, CachedCredential held) {
    requireOwnOrigin(request.uri(), held.account());
    Map<String, String> headers =
        providers
            .get(held.resolved().credential().type())
            .authorize(
                held.resolved().credential(),
                OutgoingRequest.of(request),
                held.account().context());
    HttpRequest.Builder authorized =
        HttpRequest.newBuilder(request, (name, value) -> !isReserved(name, headers));
    headers.forEach(authorized::setHeader);
    return authorized.build();
  }

  /** Tells the provider of an answer; true if the request may be sent once more as it was. */
  boolean answered(HttpResponse<?> response, CachedCredential held) {
    return providers
        .get(held.resolved().credential().type())
        .answered(
            held.resolved().credential(),
            response.uri(),
            response.statusCode(),
            response.headers(),
            held.account().context());
  }

  private static boolean isReserved(String name, Map<String, String> headers) {
    if (name.equalsIgnoreCase("Authorization") || name.equalsIgnoreCase("Proxy-Authorization")) {
      return true;
    }
    for (String reserved : headers.keySet()) {
      if (name.equalsIgnoreCase(reserved)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes sure that a credential goes to its own service only.
   *
   * @throws AuthException.Misconfigured if the address is not the profile's
   */
  static void requireOwnOrigin(URI target, Account account) {
    URI own = account.profile().apiBaseUri().orElseGet(() -> account.profile().resolve("/"));
    if (!SameOrigin.of(target, own)) {
      throw AuthException.usage(
          "The credential of "
              + account.key()
              + " goes to "
              + HostNames.origin(own)
              + " only, not to "
              + HostNames.origin(target)
              + ".",
          "keyfob profile show " + account.key().profile());
    }
  }

  /** The service has answered 401, and there is nothing else to send. */
  static AuthException rejected(CachedCredential held) {
    return RejectedCredential.of(held.account(), held.resolved());
  }
}
