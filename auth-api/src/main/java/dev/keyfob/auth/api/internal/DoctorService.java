package dev.keyfob.auth.api.internal;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.DoctorReport;
import dev.keyfob.auth.api.ExtensionInfo;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.doctor.ApiCheck;
import dev.keyfob.auth.api.internal.doctor.BrowserCheck;
import dev.keyfob.auth.api.internal.doctor.CertificatesCheck;
import dev.keyfob.auth.api.internal.doctor.ClockCheck;
import dev.keyfob.auth.api.internal.doctor.Doctor;
import dev.keyfob.auth.api.internal.doctor.EnvironmentCheck;
import dev.keyfob.auth.api.internal.doctor.HealthCheck;
import dev.keyfob.auth.api.internal.doctor.HomeCheck;
import dev.keyfob.auth.api.internal.doctor.IdentityProviderCheck;
import dev.keyfob.auth.api.internal.doctor.KeychainCheck;
import dev.keyfob.auth.api.internal.doctor.LeftoversCheck;
import dev.keyfob.auth.api.internal.doctor.PassphraseCheck;
import dev.keyfob.auth.api.internal.doctor.PermissionsCheck;
import dev.keyfob.auth.api.internal.doctor.PluginsCheck;
import dev.keyfob.auth.api.internal.doctor.PortCheck;
import dev.keyfob.auth.api.internal.doctor.ProfileCheck;
import dev.keyfob.auth.api.internal.doctor.ProxyCheck;
import dev.keyfob.auth.api.internal.doctor.StoreCheck;
import dev.keyfob.auth.api.internal.doctor.TokenCheck;
import dev.keyfob.auth.api.internal.login.NoInteraction;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.OtherCopies;
import dev.keyfob.auth.api.internal.store.StoreSelection;
import dev.keyfob.auth.api.internal.store.StoreTransaction;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.StoreContext;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts together what {@link Keyfob#doctor} looks at. Asks nobody anything. */
public final class DoctorService {
  private static final Interaction NOBODY = new NoInteraction();

  /** Stands in advice where a profile's name would. */
  private static final ServiceProfile ANY =
      ServiceProfile.builder("PROFILE", JsonValue.EMPTY_JSON_OBJECT).build();

  private final Composition parts;
  private final boolean fix;

  public DoctorService(Composition parts, boolean fix) {
    this.parts = parts;
    this.fix = fix;
  }

  /**
   * Looks at everything.
   *
   * @param select finds the account that this is about, or throws
   * @param plugins every plugin
   */
  public DoctorReport run(Supplier<AccountKey> select, Supplier<List<ExtensionInfo>> plugins) {
    Map<String, String> environment = parts.environment();
    List<HealthCheck> first =
        new ArrayList<>(
            List.of(
                new HomeCheck(parts.directories), new PermissionsCheck(parts.directories, fix)));
    List<HealthCheck> rest =
        new ArrayList<>(
            List.of(
                new CertificatesCheck(environment),
                new ProxyCheck(environment),
                new BrowserCheck(parts.interaction),
                new PluginsCheck(plugins)));
    @Nullable Account account = null;
    try {
      account = account(select.get());
      AccountKey key = account.key();
      first.add(new ProfileCheck(() -> "This is about " + key + "."));
    } catch (AuthException e) {
      first.add(
          new ProfileCheck(
              () -> {
                throw e;
              }));
    }
    if (account == null) {
      rest.add(keychain(parts.storeContext(ANY, NOBODY)));
      rest.add(new PortCheck(List.of()));
    } else {
      rest.addAll(ofAccount(account));
    }
    return new Doctor().examine(first, rest);
  }

  private Account account(AccountKey key) {
    ServiceProfile profile = parts.profiles.get(key.profile());
    CredentialStore store = parts.stores.current(key, parts.storeContext(profile, NOBODY));
    return parts.account(profile, key, store, NOBODY);
  }

  private List<HealthCheck> ofAccount(Account account) {
    AccountKey key = account.key();
    ServiceProfile profile = account.profile();
    StoreContext context = parts.storeContext(profile, NOBODY);
    return List.of(
        keychain(context),
        new StoreCheck(key, account.store()),
        new PassphraseCheck(
            key, account.store(), parts.environment(), parts.interaction.interactive()),
        new LeftoversCheck(
            key, () -> parts.records.leftovers(key), () -> clear(account, context), fix),
        new EnvironmentCheck(
            account,
            parts.resolver,
            parts.providers,
            parts.stores.preferred(),
            parts.records.store(key)),
        new PortCheck(profile.oauth().map(OAuthSettings::redirectPorts).orElse(List.of())),
        new IdentityProviderCheck(parts.providers, account.context()),
        new ApiCheck(account.context()),
        new ClockCheck(account.context()),
        new TokenCheck(account, parts.credentials, parts.providers));
  }

  private HealthCheck keychain(StoreContext context) {
    return new KeychainCheck(
        parts.allStores.find(StoreSelection.KEYCHAIN).map(factory -> factory.open(context)));
  }

  private void clear(Account account, StoreContext context) {
    String recorded = parts.records.store(account.key()).orElse(account.store().id());
    if (!recorded.equals(account.store().id())) {
      return; // KEYFOB_STORE has commands look elsewhere
    }
    Supplier<OtherCopies> elsewhere =
        () -> parts.stores.elsewhere(account.key(), context, account.store().id());
    try (StoreTransaction move = parts.moves.begin(account, elsewhere)) {
      if (move.before().isEmpty()) {
        move.clearElsewhere();
      }
    }
  }
}
