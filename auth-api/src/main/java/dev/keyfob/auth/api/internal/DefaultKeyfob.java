package dev.keyfob.auth.api.internal;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.DoctorReport;
import dev.keyfob.auth.api.ExtensionInfo;
import dev.keyfob.auth.api.Identity;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.LoginReport;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.LoginTicket;
import dev.keyfob.auth.api.LogoutReport;
import dev.keyfob.auth.api.MigrationReport;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.Sealing;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StatusReport;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.internal.cache.CachedAccount;
import dev.keyfob.auth.api.internal.cache.CachedAccount.CachedCredential;
import dev.keyfob.auth.api.internal.cache.CredentialCache;
import dev.keyfob.auth.api.internal.http.RenewingClient;
import dev.keyfob.auth.api.internal.profile.CredentialUse;
import dev.keyfob.auth.api.internal.profile.ProfileSelection;
import dev.keyfob.auth.api.internal.renew.RejectedCredential;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One open instance: each method makes sure that it is open, and leaves the work to the part of the
 * {@link Composition} that does it.
 */
public final class DefaultKeyfob implements Keyfob {
  private final Composition composition;

  DefaultKeyfob(Composition composition) {
    this.composition = composition;
  }

  @Override
  public AccountKey select(Optional<String> profile, Optional<String> account) {
    return key(parts().selection.select(profile, account));
  }

  @Override
  public Optional<AccountKey> selected(Optional<String> profile, Optional<String> account) {
    return parts().selection.find(profile, account).map(this::key);
  }

  private AccountKey key(ProfileSelection.Selected selected) {
    return new AccountKey(
        selected.profile(),
        selected
            .account()
            .or(() -> parts().records.current(selected.profile()))
            .orElse(AccountKey.DEFAULT_ACCOUNT));
  }

  @Override
  public Optional<AccountKey> selectFor(
      URI target, Optional<String> profile, Optional<String> account) {
    List<String> serving =
        profile.map(List::of).orElseGet(() -> List.copyOf(parts().profiles.names())).stream()
            .filter(name -> serves(name, target, profile.isPresent()))
            .toList();
    if (serving.size() > 1) {
      throw AuthException.usage(
          "Several profiles have that address: " + String.join(", ", serving) + ".",
          "keyfob profile list");
    }
    return serving.stream().findFirst().map(name -> select(Optional.of(name), account));
  }

  /** A profile that cannot be read says nothing of any address, unless it was named. */
  private boolean serves(String name, URI target, boolean named) {
    try {
      return CredentialUse.allowedAt(profile(name), target);
    } catch (AuthException.Misconfigured e) {
      if (named) {
        throw e;
      }
      parts().notices.warn("The profile " + name + " is passed over: " + e.getMessage());
      return false;
    }
  }

  @Override
  public void forget(AccountKey key) {
    parts().cache.forget(key);
  }

  @Override
  public List<String> credentialVariables(String profile) {
    return parts().resolver.variableNames(profile(profile));
  }

  @Override
  public String username(String profile) {
    return CredentialUse.username(profile(profile));
  }

  @Override
  public Optional<String> variable(ResolvedCredential resolved) {
    return CredentialUse.variable(profile(resolved.key().profile()), resolved.credential().type());
  }

  @Override
  public Profiles profiles() {
    return new DefaultProfiles(parts());
  }

  @Override
  public ServiceProfile profile(String name) {
    return parts().profiles.get(name);
  }

  @Override
  public AuthenticatedClient client(String profile) {
    return client(select(Optional.of(profile), Optional.empty()));
  }

  @Override
  public AuthenticatedClient client(AccountKey key) {
    Composition parts = parts();
    return new RenewingClient(
        parts.cache.get(key), parts.providers, parts.http, parts.lifecycle::requireOpen);
  }

  @Override
  public ResolvedCredential token(String profile) {
    return token(profile, Duration.ZERO);
  }

  @Override
  public ResolvedCredential token(String profile, Duration minValid) {
    return token(select(Optional.of(profile), Optional.empty()), minValid);
  }

  @Override
  public ResolvedCredential token(AccountKey key, Duration minValid) {
    return parts().cache.credential(key, minValid).resolved();
  }

  @Override
  public CompletableFuture<ResolvedCredential> tokenAsync(AccountKey key, Duration minValid) {
    CredentialCache cache = parts().cache;
    @Nullable CachedCredential cached = cache.fresh(key, minValid);
    return cached != null
        ? CompletableFuture.completedFuture(cached.resolved())
        : CompletableFuture.supplyAsync(
            () -> cache.credential(key, minValid).resolved(),
            task -> Thread.ofVirtual().start(task));
  }

  @Override
  public ResolvedCredential refresh(AccountKey key) {
    return parts().cache.get(key).renew().resolved();
  }

  @Override
  public ResolvedCredential replacement(ResolvedCredential rejected) {
    CachedAccount account = parts().cache.get(rejected.key());
    CachedCredential sent = new CachedCredential(account.account(), rejected, false);
    return account
        .afterRejection(sent)
        .orElseThrow(() -> RejectedCredential.of(sent.account(), rejected))
        .resolved();
  }

  @Override
  public Map<String, String> headers(ResolvedCredential resolved, String method, URI target) {
    return parts()
        .providers
        .get(resolved.credential().type())
        .authorize(
            resolved.credential(),
            OutgoingRequest.of(method, target),
            parts().cache.account(resolved.key()).context());
  }

  @Override
  public StatusReport status(AccountKey key, boolean online, boolean explain) {
    return parts().statusService().status(parts().accounts.forReading(key), online, explain);
  }

  @Override
  public Identity whoami(AccountKey key) {
    return parts().statusService().whoami(parts().accounts.forReading(key));
  }

  @Override
  public void useOrganization(AccountKey key, String organization) {
    new LoginOperations(parts()).useOrganization(key, organization);
  }

  @Override
  public List<LoginMethod> loginMethods(String profile) {
    return new LoginOperations(parts()).methods(profile(profile));
  }

  @Override
  public LoginReport login(LoginRequest request) {
    return new LoginOperations(parts()).login(request);
  }

  @Override
  public LoginTicket startLogin(LoginRequest request) {
    return new LoginOperations(parts()).start(request);
  }

  @Override
  public LoginReport finishLogin(String ticket, Optional<String> pasted, Duration patience) {
    return new LoginOperations(parts()).finish(ticket, pasted, patience);
  }

  @Override
  public ResolvedCredential loginUnlessDone(
      LoginRequest request, Predicate<Credential> sufficient, Duration patience) {
    return new LoginOperations(parts()).loginUnlessDone(request, sufficient, patience);
  }

  @Override
  public JsonObject discover(URI resource, Optional<String> challenge) {
    return new LoginOperations(parts()).discover(resource, challenge);
  }

  @Override
  public HttpClient httpClient() {
    return parts().http.client();
  }

  @Override
  public LogoutReport logout(AccountKey key) {
    return new StoreOperations(parts()).logout(key);
  }

  @Override
  public MigrationReport migrate(AccountKey key, String to) {
    return new StoreOperations(parts()).migrate(key, to);
  }

  @Override
  public String prepareStore(Optional<String> profile, String store) {
    return new StoreOperations(parts()).shared(profile, store).prepare();
  }

  @Override
  public int rotateStoreKey(Optional<String> profile, String store) {
    return new StoreOperations(parts()).shared(profile, store).rotateKey();
  }

  @Override
  public Map<String, String> storeDetails(AccountKey key) {
    return new StoreOperations(parts()).details(key);
  }

  @Override
  public List<AccountKey> accounts(String profile) {
    return new StoreOperations(parts()).accounts(profile);
  }

  @Override
  public List<AccountKey> rememberedAccounts(String profile) {
    return new StoreOperations(parts()).remembered(profile);
  }

  @Override
  public void use(AccountKey key) {
    parts().records.use(key);
  }

  @Override
  public List<ExtensionInfo> plugins() {
    List<ExtensionInfo> plugins = new ArrayList<>(parts().providers.reports());
    plugins.addAll(parts().allStores.reports());
    return List.copyOf(plugins);
  }

  @Override
  public DoctorReport doctor(Optional<String> profile, Optional<String> account, boolean fix) {
    return parts().doctorService().run(() -> selected(profile, account), this::plugins, fix);
  }

  @Override
  public KeyfobDirectories directories() {
    return parts().directories;
  }

  @Override
  public Sealing sealing() {
    return new DefaultSealing(parts());
  }

  @Override
  public void close() {
    composition.close();
  }

  private Composition parts() {
    composition.lifecycle.requireOpen();
    return composition;
  }
}
