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
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts a credential on requests, and words the failure if the service does not accept it. */
final class RequestAuthorizer {
  private static final String NOT_SHOWN = "(not shown)";

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
    return with(request, headers(request, held));
  }

  /**
   * The same with nothing in it that is secret.
   *
   * @throws AuthException.Misconfigured if the request goes to another origin than the profile's
   */
  HttpRequest shown(HttpRequest request, CachedCredential held) {
    Map<String, String> headers = new LinkedHashMap<>(headers(request, held));
    String secret = held.resolved().credential().secret().reveal();
    headers.replaceAll((name, value) -> shown(name, value, secret));
    return with(request, headers);
  }

  /** The scheme is no secret (RFC 9110 section 11.6.2), unless there is none. */
  private static String shown(String name, String value, String secret) {
    String scheme = value.substring(0, Math.max(value.indexOf(' '), 0));
    return !scheme.isEmpty() && name.equalsIgnoreCase("Authorization") && !secret.startsWith(scheme)
        ? scheme + " " + NOT_SHOWN
        : NOT_SHOWN;
  }

  private Map<String, String> headers(HttpRequest request, CachedCredential held) {
    requireOwnOrigin(request.uri(), held.account());
    return providers
        .get(held.resolved().credential().type())
        .authorize(
            held.resolved().credential(), OutgoingRequest.of(request), held.account().context());
  }

  private static HttpRequest with(HttpRequest request, Map<String, String> headers) {
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
