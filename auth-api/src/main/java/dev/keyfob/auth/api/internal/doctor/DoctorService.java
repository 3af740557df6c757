package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.DoctorReport;
import dev.keyfob.auth.api.ExtensionInfo;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.plugin.Stores;
import dev.keyfob.auth.api.internal.renew.FreshCredentials;
import dev.keyfob.auth.api.internal.resolve.CredentialResolver;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.AccountFactory;
import dev.keyfob.auth.api.internal.store.OtherCopies;
import dev.keyfob.auth.api.internal.store.StoreRecords;
import dev.keyfob.auth.api.internal.store.StoreSelection;
import dev.keyfob.auth.api.internal.store.StoreTransaction;
import dev.keyfob.auth.api.internal.store.StoreTransactions;
import dev.keyfob.auth.api.spi.StoreContext;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Chooses the health checks of a machine and one account, and runs them without a prompt. */
public final class DoctorService {
  /** For what needs a profile and is the same for all. */
  private static final ServiceProfile ANY =
      ServiceProfile.builder(KeychainCheck.ANY, JsonValue.EMPTY_JSON_OBJECT).build();

  private final Subjects subjects;

  public DoctorService(Subjects subjects) {
    this.subjects = subjects;
  }

  /**
   * What is checked.
   *
   * @param accounts gives accounts whose stores and providers do not prompt
   */
  public record Subjects(
      KeyfobDirectories directories,
      Map<String, String> environment,
      Interaction interaction,
      AccountFactory accounts,
      Stores allStores,
      StoreSelection stores,
      StoreRecords records,
      StoreTransactions transactions,
      Providers providers,
      CredentialResolver resolver,
      FreshCredentials credentials) {}

  /**
   * Looks at everything.
   *
   * @param select finds the account that this is about; none if nothing tells; or throws
   * @param plugins every plugin
   * @param fix whether to repair what can be repaired without a decision of the user
   */
  public DoctorReport run(
      Supplier<Optional<AccountKey>> select, Supplier<List<ExtensionInfo>> plugins, boolean fix) {
    Map<String, String> environment = subjects.environment();
    List<HealthCheck> first = machine(fix);
    List<HealthCheck> rest =
        new ArrayList<>(
            List.of(
                new CertificatesCheck(environment),
                new ProxyCheck(environment),
                new BrowserCheck(subjects.interaction()),
                new PluginsCheck(plugins)));
    @Nullable Account account = null;
    try {
      Optional<AccountKey> selected = select.get();
      if (selected.isEmpty()) {
        first.add(ProfileCheck.NONE);
      } else {
        account = subjects.accounts().current(selected.get());
        first.add(new ProfileCheck(() -> "The profile " + selected.get() + " is checked."));
      }
    } catch (AuthException e) {
      first.add(
          new ProfileCheck(
              () -> {
                throw e;
              }));
    }
    if (account == null) {
      rest.add(keychain(subjects.accounts().storeContext(ANY)));
      rest.add(new PortCheck(List.of()));
    } else {
      rest.addAll(ofAccount(account, fix));
    }
    return new Doctor().examine(first, rest);
  }

  /** What is repaired comes first, and is not found broken after that. */
  private List<HealthCheck> machine(boolean fix) {
    HealthCheck home = new HomeCheck(subjects.directories());
    HealthCheck permissions = new PermissionsCheck(subjects.directories(), fix);
    return new ArrayList<>(fix ? List.of(permissions, home) : List.of(home, permissions));
  }

  private List<HealthCheck> ofAccount(Account account, boolean fix) {
    AccountKey key = account.key();
    ServiceProfile profile = account.profile();
    StoreContext context = subjects.accounts().storeContext(profile);
    return List.of(
        keychain(context),
        new StoreCheck(key, account.store()),
        new PassphraseCheck(
            key, account.store(), subjects.environment(), subjects.interaction().interactive()),
        new LeftoversCheck(
            key, () -> subjects.records().leftovers(key), () -> clear(account, context), fix),
        new EnvironmentCheck(
            account,
            subjects.resolver(),
            subjects.providers(),
            subjects.stores().preferred(),
            subjects.records().store(key)),
        new PortCheck(profile.oauth().map(OAuthSettings::redirectPorts).orElse(List.of())),
        new IdentityProviderCheck(subjects.providers(), account.context()),
        new ApiCheck(account.context()),
        new ClockCheck(account.context()),
        new TokenCheck(account, subjects.credentials(), subjects.providers()));
  }

  private HealthCheck keychain(StoreContext context) {
    return new KeychainCheck(
        subjects.allStores().find(StoreSelection.KEYCHAIN).map(factory -> factory.open(context)));
  }

  private void clear(Account account, StoreContext context) {
    String recorded = subjects.records().store(account.key()).orElse(account.store().id());
    if (!recorded.equals(account.store().id())) {
      return; // KEYFOB_STORE has commands look elsewhere
    }
    Supplier<OtherCopies> elsewhere =
        () -> subjects.stores().otherCopies(account.key(), context, account.store().id());
    try (StoreTransaction move = subjects.transactions().begin(account, elsewhere)) {
      if (move.before().isEmpty()) {
        move.clearOtherCopies();
      }
    }
  }
}
