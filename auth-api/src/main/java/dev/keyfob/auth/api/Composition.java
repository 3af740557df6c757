package dev.keyfob.auth.api;

import dev.keyfob.auth.api.http.BoundedHttp;
import dev.keyfob.auth.api.internal.account.Account;
import dev.keyfob.auth.api.internal.account.AccountRecords;
import dev.keyfob.auth.api.internal.account.StoreMoves;
import dev.keyfob.auth.api.internal.account.StoreSelection;
import dev.keyfob.auth.api.internal.http.HttpClients;
import dev.keyfob.auth.api.internal.http.LazyHttpClient;
import dev.keyfob.auth.api.internal.lock.FileLocks;
import dev.keyfob.auth.api.internal.plugin.PluginFolder;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.plugin.Stores;
import dev.keyfob.auth.api.internal.profile.ProfileRepository;
import dev.keyfob.auth.api.internal.profile.ProfileSelection;
import dev.keyfob.auth.api.internal.renew.RenewalCoordinator;
import dev.keyfob.auth.api.internal.renew.TransientRetry;
import dev.keyfob.auth.api.internal.resolve.CredentialResolver;
import dev.keyfob.auth.api.internal.session.CredentialWriter;
import dev.keyfob.auth.api.internal.session.FreshCredentials;
import dev.keyfob.auth.api.internal.session.LiveAccounts;
import dev.keyfob.auth.api.internal.session.LoginService;
import dev.keyfob.auth.api.internal.session.ServiceInteraction;
import dev.keyfob.auth.api.internal.session.Tickets;
import dev.keyfob.auth.api.internal.session.TwoPhaseLogin;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.Interaction;
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
final class Composition implements AutoCloseable {
  final KeyfobDirectories directories;
  final ProfileRepository profiles;
  final ProfileSelection selection;
  final AccountRecords records;
  final Stores allStores;
  final StoreSelection stores;
  final StoreMoves moves;
  final Providers providers;
  final CredentialResolver resolver;
  final FreshCredentials credentials;
  final LiveAccounts live;
  final FileLocks locks;
  final BoundedHttp http;

  final Interaction interaction;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Notices notices;
  private final @Nullable LazyHttpClient ownClient;
  private final Map<String, ServiceProfile> inUse = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Composition(KeyfobBuilder builder) {
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
    locks = new FileLocks(directories.state().resolve("locks"), notices);
    List<Path> pluginFolders = new ArrayList<>(builder.programPlugins);
    if (builder.pluginFolder) {
      pluginFolders.addFirst(directories.data().resolve("plugins"));
    }
    PluginFolder plugins = new PluginFolder(pluginFolders, notices);
    providers = new Providers(builder.providers, plugins, notices);
    allStores = new Stores(builder.stores, plugins, notices);
    records =
        new AccountRecords(
            directories.data().resolve("accounts"),
            allStores.chosen().orElse(StoreSelection.FILE),
            notices);
    stores = new StoreSelection(allStores, allStores.chosen(), records, preferredStore());
    moves = new StoreMoves(records, locks);
    resolver = new CredentialResolver(providers, environment);
    TransientRetry retry =
        new TransientRetry(
            () -> ThreadLocalRandom.current().nextLong(), System::nanoTime, Thread::sleep);
    credentials = new FreshCredentials(resolver, providers, new RenewalCoordinator(locks, retry));
    live = new LiveAccounts(this::account, credentials);
  }

  Map<String, String> environment() {
    return environment;
  }

  Notices notices() {
    return notices;
  }

  private Optional<String> preferredStore() {
    return Optional.ofNullable(environment.get("KEYFOB_STORE")).filter(id -> !id.isBlank());
  }

  LoginService loginService() {
    return new LoginService(providers, resolver, new CredentialWriter(providers, moves));
  }

  TwoPhaseLogin twoPhaseLogin() {
    Tickets tickets = new Tickets(directories.state().resolve("tickets"), notices);
    return new TwoPhaseLogin(tickets, loginService(), locks, clock);
  }

  /** An account in the store that it is in now. */
  Account account(AccountKey key) {
    ServiceProfile profile = shared(profiles.get(key.profile()));
    return account(profile, key, stores.forReading(key, storeContext(profile)));
  }

  Account account(ServiceProfile profile, AccountKey key, CredentialStore store) {
    return account(profile, key, store, interaction(profile));
  }

  Account account(
      ServiceProfile profile, AccountKey key, CredentialStore store, Interaction person) {
    return new Account(
        profile,
        key,
        store,
        new ProviderContext(
            profile, key, http, clock, environment, person, notices, () -> store.find(key)));
  }

  /** For what is found out before there is a profile. */
  ProviderContext contextWithoutAccount(ServiceProfile profile) {
    return new ProviderContext(
        profile, AccountKey.of(profile.name()), http, clock, environment, interaction, notices);
  }

  Interaction interaction(ServiceProfile profile) {
    return new ServiceInteraction(profile, environment, interaction);
  }

  StoreContext storeContext(ServiceProfile profile) {
    return storeContext(profile, interaction);
  }

  StoreContext storeContext(ServiceProfile profile, Interaction person) {
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

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this Keyfob is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    allStores.forget();
    if (ownClient != null) {
      ownClient.close();
    }
  }
}
