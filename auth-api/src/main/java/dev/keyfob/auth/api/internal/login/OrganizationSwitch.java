package dev.keyfob.auth.api.internal.login;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.internal.login.Organizations.Listed;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.ChosenOrganization;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Has an account that is logged in work for another organization. */
public final class OrganizationSwitch {
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  private final AccountLocks locks;
  private final Providers providers;

  public OrganizationSwitch(AccountLocks locks, Providers providers) {
    this.locks = locks;
    this.providers = providers;
  }

  /**
   * Switches. The service is asked first, with no lock held.
   *
   * @param fresh gives the credential in use, renewed if needed
   * @throws AuthException.Misconfigured if the service does not list it for this credential
   * @throws AuthException.NotLoggedIn if nothing is stored that it could be kept with
   */
  public void use(Account account, Supplier<Credential> fresh, String name) {
    if (name.isBlank()) {
      throw AuthException.usage("The name of an organization is missing.", null);
    }
    if (Organizations.has(account.profile())) {
      requireListed(account, fresh.get(), name);
    }
    try (AccountLock lock = account.lock(locks)) {
      CredentialDocument document =
          account
              .store()
              .find(account.key())
              .orElseThrow(() -> new AuthException.NotLoggedIn(account.key()));
      account.store().put(account.key(), ChosenOrganization.put(document, name), lock);
    }
    Optional<String> variable =
        ChosenOrganization.variable(account.profile(), account.context().environment());
    variable.ifPresent(
        set ->
            account
                .context()
                .notices()
                .warn(set + " says another one, and wins for as long as it is set."));
  }

  private void requireListed(Account account, Credential credential, String name) {
    List<Listed> listed = Organizations.list(account, providers.get(credential.type()), credential);
    if (listed.stream().noneMatch(organization -> organization.name().equals(name))) {
      throw AuthException.usage(
          account.profile().displayName()
              + " lists no organization "
              + name
              + " of this account, but "
              + (listed.isEmpty() ? "none at all" : OrganizationChoice.names(listed))
              + ".",
          listed.isEmpty()
              ? null
              : account.key().command("account use") + " --organization " + example(listed));
    }
  }

  /** What a service calls them may be anything, and the hint is to be pasted into a shell. */
  private static String example(List<Listed> listed) {
    return listed.stream()
        .map(Listed::name)
        .filter(name -> HARMLESS.matcher(name).matches())
        .findFirst()
        .orElse("NAME");
  }
}
