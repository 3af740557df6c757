package dev.keyfob.auth.api.internal.resolve;

import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.spi.UnattendedGrant;
import java.util.Optional;

/**
 * What the profile has obtained without a person. It comes last, and what it gives has expired: the
 * renewal that follows obtains it, and stores it where the next command finds it.
 */
record UnattendedSource(Account account, Providers providers) implements Source {
  private static final String OAUTH = "oauth";
  private static final String WORKLOAD = "workload";

  /** Whether a stored credential is still to be used: not one of settings that have changed. */
  static boolean isCurrent(Credential credential, ServiceProfile profile, Providers providers) {
    Optional<String> grant =
        credential instanceof RenewableCredential session ? session.grant() : Optional.empty();
    return grant.isEmpty() || grant.equals(grant(profile, providers));
  }

  private static Optional<String> grant(ServiceProfile profile, Providers providers) {
    return profile.needsNoLogin()
        ? providers
            .find(OAUTH)
            .flatMap(provider -> provider.unattended(profile))
            .flatMap(found -> found.credential().grant())
        : Optional.empty();
  }

  private Optional<UnattendedGrant> grant() {
    return providers.find(OAUTH).flatMap(provider -> provider.unattended(account.profile()));
  }

  @Override
  public String name() {
    return grant().map(found -> "workload: " + found.chain()).orElse(WORKLOAD);
  }

  /** Whether it is what keeps a stored credential fresh. */
  boolean renews(Optional<ResolvedCredential> used) {
    return used.map(ResolvedCredential::credential)
        .filter(RenewableCredential.class::isInstance)
        .map(RenewableCredential.class::cast)
        .filter(session -> session.grant().isPresent())
        .isPresent();
  }

  @Override
  public Optional<ResolvedCredential> find() {
    return grant()
        .map(
            found ->
                new ResolvedCredential(
                    account.key(), found.credential(), new Origin.Store(account.store().id())));
  }
}
