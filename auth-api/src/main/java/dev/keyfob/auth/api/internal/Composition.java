package dev.keyfob.auth.api.internal;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.KeyfobBuilder;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.cache.CredentialCache;
import dev.keyfob.auth.api.internal.file.FileLocks;
import dev.keyfob.auth.api.internal.http.HttpClients;
import dev.keyfob.auth.api.internal.http.LazyHttpClient;
import dev.keyfob.auth.api.internal.login.CredentialWriter;
import dev.keyfob.auth.api.internal.login.LoginService;
import dev.keyfob.auth.api.internal.login.LoginTicketStore;
import dev.keyfob.auth.api.internal.login.ServiceInteraction;
import dev.keyfob.auth.api.internal.login.TwoPhaseLogin;
import dev.keyfob.auth.api.internal.plugin.PluginFolder;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.plugin.Stores;
import dev.keyfob.auth.api.internal.profile.ProfileRepository;
import dev.keyfob.auth.api.internal.profile.ProfileSelection;
import dev.keyfob.auth.api.internal.renew.FreshCredentials;
import dev.keyfob.auth.api.internal.renew.RenewalCoordinator;
import dev.keyfob.auth.api.internal.renew.RunningRenewals;
import dev.keyfob.auth.api.internal.renew.TransientRetry;
import dev.keyfob.auth.api.internal.resolve.CredentialResolver;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.StoreRecords;
import dev.keyfob.auth.api.internal.store.StoreSelection;
import dev.keyfob.auth.api.internal.store.StoreTransactions;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.StoreContext;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one {@link Keyfob} and how they hang together. Every command pays for this: nothing
 * here reads a file, opens a connection or seeds a random generator.
 */
public final class Composition implements AutoCloseable {
  public final KeyfobDirectories directories;
  public final ProfileRepository profiles;
  public final ProfileSelection selection;
  public final StoreRecords records;
  public final Stores allStores;
  public final StoreSelection stores;
  public final StoreTransactions moves;
  public final Providers providers;
  public final CredentialResolver resolver;
  public final FreshCredentials credentials;
  public final CredentialCache live;
  public final FileLocks locks;
  public final BoundedHttp http;

  public final Interaction interaction;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Notices notices;
  private final @Nullable LazyHttpClient ownClient;
  private final Map<String, ServiceProfile> inUse = new ConcurrentHashMap<>();
  private final RunningRenewals renewals = new RunningRenewals();
  private volatile boolean closed;

  public Composition(KeyfobBuilder builder) {
    environment = Map.copyOf(builder.environment);
    directories = KeyfobDirectories.of(environment, builder.osName);
    clock = builder.clock;
    interaction = builder.interaction;
    notices = builder.notices;
    HttpClient given = builder.httpClient;
    ownClient = given == null ? new LazyHttpClient(() -> HttpClients.create(environment)) : null;
    http = new BoundedHttp(ownClient == null ? () -> given : ownClient);
    profiles =
        new ProfileRepository(
            directories.config().resolve("profiles"), builder.profiles, environment, notices);
    selection = new ProfileSelection(profiles, environment, builder.workingDirectory);
    locks = new FileLocks(directories.data().resolve("locks"), notices);
    List<Path> pluginFolders = new ArrayList<>(builder.programPlugins);
    if (builder.pluginFolder) {
      pluginFolders.addFirst(directories.data().resolve("plugins"));
    }
    PluginFolder plugins = new PluginFolder(pluginFolders, notices);
    providers = new Providers(builder.providers, plugins, notices);
    allStores = new Stores(builder.stores, plugins, notices);
    records =
        new StoreRecords(
            directories.data().resolve("accounts"),
            allStores.chosen().orElse(StoreSelection.FILE),
            notices);
    stores = new StoreSelection(allStores, allStores.chosen(), records, preferredStore());
    moves = new StoreTransactions(records, locks);
    resolver = new CredentialResolver(providers, environment);
    TransientRetry retry =
        new TransientRetry(
            () -> ThreadLocalRandom.current().nextLong(), System::nanoTime, renewals);
    credentials =
        new FreshCredentials(
            resolver, providers, new RenewalCoordinator(locks, retry, renewals));
    live = new CredentialCache(this::account, credentials);
  }

  public Map<String, String> environment() {
    return environment;
  }

  public Notices notices() {
    return notices;
  }

  private Optional<String> preferredStore() {
    return Optional.ofNullable(environment.get("KEYFOB_STORE")).filter(id -> !id.isBlank());
  }

  public LoginService loginService() {
    return new LoginService(providers, resolver, new CredentialWriter(providers, moves));
  }

  public TwoPhaseLogin twoPhaseLogin() {
    LoginTicketStore tickets =
        new LoginTicketStore(directories.state().resolve("tickets"), notices);
    return new TwoPhaseLogin(tickets, loginService(), locks, clock);
  }

  /** An account in the store that it is in now. */
  public Account account(AccountKey key) {
    ServiceProfile profile = shared(profiles.get(key.profile()));
    return account(profile, key, stores.forReading(key, storeContext(profile)));
  }

  public Account account(ServiceProfile profile, AccountKey key, CredentialStore store) {
    return account(profile, key, store, interaction(profile));
  }

  public Account account(
      ServiceProfile profile, AccountKey key, CredentialStore store, Interaction person) {
    return new Account(
        profile,
        key,
        store,
        new ProviderContext(
            profile, key, http, clock, environment, person, notices, () -> store.find(key)));
  }

  /** For what is found out before there is a profile. */
  public ProviderContext contextWithoutAccount(ServiceProfile profile) {
    return new ProviderContext(
        profile, AccountKey.of(profile.name()), http, clock, environment, interaction, notices);
  }

  public Interaction interaction(ServiceProfile profile) {
    return new ServiceInteraction(profile, environment, interaction);
  }

  public StoreContext storeContext(ServiceProfile profile) {
    return storeContext(profile, interaction);
  }

  public StoreContext storeContext(ServiceProfile profile, Interaction person) {
    return new StoreContext(profile, directories, environment, person, notices);
  }

  /**
   * Ten thousand accounts of one profile share one copy of it, which is read again with each of
   * them.
   */
  private ServiceProfile shared(ServiceProfile read) {
    return inUse.merge(
        read.name(), read, (old, fresh) -> old.document().equals(fresh.document()) ? old : fresh);
  }

  public void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this Keyfob is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    renewals.close();
    allStores.forget();
    if (ownClient != null) {
      ownClient.close();
    }
  }
}
