package dev.keyfob.auth.api.internal;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.internal.cache.CredentialCache;
import dev.keyfob.auth.api.internal.cache.VouchingAccount;
import dev.keyfob.auth.api.internal.doctor.DoctorService;
import dev.keyfob.auth.api.internal.file.FileLocks;
import dev.keyfob.auth.api.internal.http.HttpClients;
import dev.keyfob.auth.api.internal.http.LazyHttpClient;
import dev.keyfob.auth.api.internal.http.NonceFiles;
import dev.keyfob.auth.api.internal.http.TracingHttpClient;
import dev.keyfob.auth.api.internal.login.CredentialWriter;
import dev.keyfob.auth.api.internal.login.LoginService;
import dev.keyfob.auth.api.internal.login.LoginTicketStore;
import dev.keyfob.auth.api.internal.login.NoInteraction;
import dev.keyfob.auth.api.internal.login.SamePerson;
import dev.keyfob.auth.api.internal.login.ServiceInteraction;
import dev.keyfob.auth.api.internal.login.TwoPhaseLogin;
import dev.keyfob.auth.api.internal.logout.LogoutService;
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
import dev.keyfob.auth.api.internal.status.StatusService;
import dev.keyfob.auth.api.internal.store.AccountFactory;
import dev.keyfob.auth.api.internal.store.StoreMigration;
import dev.keyfob.auth.api.internal.store.StoreRecords;
import dev.keyfob.auth.api.internal.store.StoreSelection;
import dev.keyfob.auth.api.internal.store.StoreTransactions;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.api.spi.Voucher;
import dev.keyfob.auth.api.spi.support.Environment;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one {@link DefaultKeyfob} and how they hang together. Every command pays for this:
 * nothing here reads a file, opens a connection or seeds a random generator.
 */
final class Composition {
  final Lifecycle lifecycle = new Lifecycle();
  final KeyfobDirectories directories;
  final ProfileRepository profiles;
  final ProfileSelection selection;
  final StoreRecords records;
  final Stores allStores;
  final StoreSelection stores;
  final StoreTransactions transactions;
  final Providers providers;
  final CredentialResolver resolver;
  final FreshCredentials credentials;
  final CredentialCache cache;
  final AccountFactory accounts;
  final FileLocks locks;
  final BoundedHttp http;
  final Interaction interaction;
  final Map<String, String> environment;
  final Notices notices;

  private final Clock clock;
  private final @Nullable LazyHttpClient ownClient;
  private final RunningRenewals renewals = new RunningRenewals();

  Composition(DefaultKeyfobBuilder builder) {
    environment = Map.copyOf(builder.environment);
    directories = KeyfobDirectories.of(environment, builder.osName);
    clock = builder.clock;
    interaction = builder.interaction;
    notices = builder.notices;
    HttpClient given = builder.httpClient;
    if (given == null) {
      HttpClients.prepare(environment);
    }
    ownClient =
        given == null
            ? new LazyHttpClient(
                () -> TracingHttpClient.of(HttpClients.create(environment), notices))
            : null;
    http = new BoundedHttp(ownClient == null ? () -> given : ownClient);
    profiles =
        new ProfileRepository(
            directories.config().resolve("profiles"), builder.profiles, environment, notices);
    selection = new ProfileSelection(profiles, environment, builder.workingDirectory);
    locks = new FileLocks(directories.data().resolve("locks"), notices);
    PluginFolder plugins = new PluginFolder(pluginFolders(builder), notices);
    providers = new Providers(builder.providers, plugins, notices);
    allStores = new Stores(builder.stores, plugins, notices);
    records =
        new StoreRecords(
            directories.data().resolve("accounts"),
            allStores.chosen().orElse(StoreSelection.FILE),
            notices);
    stores = new StoreSelection(allStores, allStores.chosen(), records, preferredStore());
    transactions = new StoreTransactions(records, locks);
    resolver = new CredentialResolver(providers, environment);
    TransientRetry retry =
        new TransientRetry(
            () -> ThreadLocalRandom.current().nextLong(), System::nanoTime, renewals);
    credentials =
        new FreshCredentials(resolver, providers, new RenewalCoordinator(locks, retry, renewals));
    accounts =
        new AccountFactory(
            new AccountFactory.Surroundings(
                profiles::get,
                stores,
                directories,
                http,
                clock,
                environment,
                notices,
                new NonceFiles(directories.state().resolve("nonces"), notices),
                this::voucher),
            interaction,
            profile -> new ServiceInteraction(profile, environment, interaction));
    cache = new CredentialCache(accounts::forReading, credentials);
  }

  private Voucher voucher(String profile) {
    return new VouchingAccount(
        cache,
        new AccountKey(profile, records.current(profile).orElse(AccountKey.DEFAULT_ACCOUNT)));
  }

  private List<Path> pluginFolders(DefaultKeyfobBuilder builder) {
    List<Path> folders = new ArrayList<>(builder.programPlugins);
    if (builder.pluginFolder) {
      folders.addFirst(directories.data().resolve("plugins"));
    }
    return folders;
  }

  private Optional<String> preferredStore() {
    return Environment.value(environment, "KEYFOB_STORE");
  }

  LoginService loginService() {
    return new LoginService(
        providers,
        resolver,
        new CredentialWriter(providers, transactions),
        new SamePerson(new StoreOperations(this)::accounts, accounts::forReading));
  }

  TwoPhaseLogin twoPhaseLogin() {
    LoginTicketStore tickets =
        new LoginTicketStore(directories.state().resolve("tickets"), notices);
    return new TwoPhaseLogin(tickets, loginService(), locks, clock);
  }

  LogoutService logoutService() {
    return new LogoutService(providers, resolver, transactions);
  }

  StoreMigration storeMigration() {
    return new StoreMigration(providers, transactions);
  }

  StatusService statusService() {
    return new StatusService(resolver, credentials, providers);
  }

  DoctorService doctorService() {
    return new DoctorService(
        new DoctorService.Subjects(
            directories,
            environment,
            interaction,
            accounts.asking(new NoInteraction()),
            allStores,
            stores,
            records,
            transactions,
            providers,
            resolver,
            credentials));
  }

  /**
   * Refuses further calls, waits for the renewals that have begun, then gives back what is this
   * instance's own.
   */
  void close() {
    lifecycle.close();
    renewals.close();
    allStores.forget();
    if (ownClient != null) {
      ownClient.close();
    }
  }
}
