package dev.keyfob.auth.api.internal.status;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Identity;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.SourceVerdict;
import dev.keyfob.auth.api.StatusReport;
import dev.keyfob.auth.api.StatusReport.State;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.renew.Expiry;
import dev.keyfob.auth.api.internal.renew.FreshCredentials;
import dev.keyfob.auth.api.internal.renew.RejectedCredential;
import dev.keyfob.auth.api.internal.resolve.CredentialResolver;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.ChosenOrganization;
import dev.keyfob.auth.api.internal.store.IdentityFields;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says what is configured, and asks the service about it if wanted. */
public final class StatusService {
  private final CredentialResolver resolver;
  private final FreshCredentials credentials;
  private final Providers providers;

  public StatusService(
      CredentialResolver resolver, FreshCredentials credentials, Providers providers) {
    this.resolver = resolver;
    this.credentials = credentials;
    this.providers = providers;
  }

  /**
   * Reports on an account.
   *
   * @param online whether to ask the service, renewing the session first if it is too old
   * @param explain whether to list the sources
   * @throws AuthException if what would be used is broken and the sources are not wanted, which
   *     would name it
   */
  public StatusReport status(Account account, boolean online, boolean explain) {
    Optional<ResolvedCredential> found = Optional.empty();
    Optional<AuthException> problem = Optional.empty();
    try {
      found = resolver.resolve(account);
    } catch (AuthException e) {
      if (!explain) {
        throw e;
      }
      problem = Optional.of(e);
    }
    Optional<JsonObject> user = Optional.empty();
    if (online && found.isPresent()) {
      try {
        found = Optional.of(credentials.freshen(account, found.get(), Duration.ZERO));
        user = identity(account, found.get());
      } catch (AuthException e) {
        problem = Optional.of(e);
      }
    }
    if (user.isEmpty() && found.map(f -> f.origin() instanceof Origin.Store).orElse(false)) {
      user = account.store().find(account.key()).flatMap(CredentialDocument::user);
    }
    List<SourceVerdict> sources = explain ? resolver.explain(account) : List.of();
    return StatusReport.builder(
            account.key(),
            account.store().id(),
            found
                .map(f -> state(f.credential(), account.context().clock().instant()))
                .orElse(State.NONE))
        .credential(found.map(StatusService::describe))
        .user(user)
        .problem(problem)
        .sources(sources)
        .organization(
            found.flatMap(f -> ChosenOrganization.of(account, f.origin() instanceof Origin.Store)))
        .newScopes(found.map(f -> newScopes(account, f.credential())).orElse(List.of()))
        .build();
  }

  /**
   * Asks the service who a credential belongs to.
   *
   * @return the profile's identity fields; empty if the service has no way to tell
   */
  public Optional<JsonObject> identity(Account account, ResolvedCredential resolved) {
    try {
      return providers
          .get(resolved.credential().type())
          .identify(resolved.credential(), account.context())
          .flatMap(answer -> IdentityFields.pick(account.profile(), answer));
    } catch (AuthException.Denied e) {
      boolean loginHelps = !(resolved.origin() instanceof Origin.Environment);
      throw loginHelps || e.code() != ErrorCode.INVALID_CREDENTIAL
          ? e
          : RejectedCredential.of(account, resolved);
    }
  }

  /**
   * The identity behind the credential in use.
   *
   * @throws AuthException.Protocol if neither the service nor the store can tell
   */
  public Identity whoami(Account account) {
    ResolvedCredential resolved = credentials.get(account, Duration.ZERO);
    JsonObject user =
        identity(account, resolved)
            .or(
                () ->
                    resolved.origin() instanceof Origin.Store
                        ? account.store().find(account.key()).flatMap(CredentialDocument::user)
                        : Optional.empty())
            .orElseThrow(
                () ->
                    new AuthException.Protocol(
                        ErrorCode.API_ERROR,
                        account.profile().displayName() + " has not said who this is.",
                        "name the service's identityPath in the profile"));
    return new Identity(resolved, user);
  }

  private static StatusReport.Configured describe(ResolvedCredential resolved) {
    Credential credential = resolved.credential();
    return new StatusReport.Configured(
        credential.type(),
        resolved.origin(),
        credential.tokenType(),
        Expiry.endIsUnknown(credential) ? Optional.empty() : credential.expiresAt(),
        credential instanceof RenewableCredential session && session.renewable(),
        credential instanceof RenewableCredential session ? session.scope() : Optional.empty(),
        credential instanceof RenewableCredential session
            ? session.refreshExpiresAt()
            : Optional.empty());
  }

  /** By what the login asked for, else by what was granted, which may have other names. */
  private static List<String> newScopes(Account account, Credential credential) {
    List<String> wanted = account.profile().oauth().map(OAuthSettings::scopes).orElse(List.of());
    Optional<String> had =
        credential instanceof RenewableCredential session
            ? session.requestedScope().or(session::scope)
            : Optional.empty();
    if (had.isEmpty()) {
      return List.of();
    }
    Set<String> known = new HashSet<>(List.of(had.get().strip().split("[ ,]+", -1)));
    return wanted.stream().filter(scope -> !known.contains(scope)).toList();
  }

  private static State state(Credential credential, Instant now) {
    if (!(credential instanceof RenewableCredential)) {
      return State.STATIC;
    }
    if (Expiry.expired(credential, now)) {
      return State.EXPIRED;
    }
    return Expiry.due(credential, now) ? State.EXPIRING : State.FRESH;
  }
}
