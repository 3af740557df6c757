package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.HostUri;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.http.HostNames;
import dev.keyfob.auth.api.internal.profile.ProfileOverrides;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.SameOrigin;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.Optional;

/**
 * Where a credential was obtained for. A profile that is changed, or replaced by another of its
 * name, does not get what was stored under the name before: it would go to another service. Not for
 * files that are shared with another tool, whose documents say nothing of this.
 */
public final class CredentialOrigin {
  private static final String FIELD = "bound_to";

  private CredentialOrigin() {}

  /** The document, saying for which origin its credential is from now on. */
  public static CredentialDocument bind(CredentialDocument document, ServiceProfile profile) {
    Optional<URI> api = profile.apiBaseUri();
    return api.isEmpty() || profile.credentialFile().isPresent()
        ? document.without(FIELD)
        : document.with(FIELD, JsonText.PROVIDER.createValue(HostNames.origin(api.get())));
  }

  /** The document without a word on the origin, for one that holds no credential any more. */
  public static CredentialDocument unbind(CredentialDocument document) {
    return document.without(FIELD);
  }

  /**
   * Sees to it that a stored credential is one for the service that the profile names now.
   *
   * @param entry the credential's stored form
   * @return what to warn of: that the environment sends it elsewhere; empty if nothing
   * @throws AuthException.NotLoggedIn if it was obtained for another
   */
  public static Optional<String> require(
      Account account, CredentialDocument document, JsonValue entry) {
    requireIssuer(account, entry);
    Optional<URI> api = account.profile().apiBaseUri();
    String bound = document.json().get(FIELD) instanceof JsonString text ? text.getString() : "";
    if (bound.isEmpty() || api.isEmpty() || isSame(bound, api.get())) {
      return Optional.empty();
    }
    String there = HostNames.origin(api.get());
    String variable =
        ProfileOverrides.applied(
                account.profile().name(),
                account.profile().document(),
                account.context().environment())
            .get("apiBaseUri");
    if (variable != null) {
      return Optional.of(
          variable
              + " sends the credential of "
              + account.key()
              + ", which was obtained for "
              + bound
              + ", to "
              + there
              + ".");
    }
    throw other(account, "was obtained for " + bound, there);
  }

  /** The identity provider that a session is from stands in it, whichever tool has stored it. */
  private static void requireIssuer(Account account, JsonValue entry) {
    Optional<String> named =
        account.profile().oauth().flatMap(settings -> settings.issuer()).map(URI::toString);
    if (named.isPresent()
        && entry instanceof JsonObject session
        && session.get("issuer") instanceof JsonString issuer
        && !issuer.getString().equals(named.get())) {
      throw other(account, "is from " + issuer.getString(), named.get());
    }
  }

  private static AuthException other(Account account, String what, String now) {
    return new AuthException.NotLoggedIn(
        ErrorCode.NOT_LOGGED_IN,
        "The credential for "
            + account.key()
            + " "
            + what
            + ", but the profile now names "
            + now
            + ".",
        account.key().loginCommand());
  }

  private static boolean isSame(String bound, URI api) {
    try {
      return SameOrigin.of(HostUri.of(bound), api);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
