package dev.keyfob.auth.api;

import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.http.BoundedHttp;
import dev.keyfob.auth.api.internal.http.HttpClients;
import dev.keyfob.auth.api.internal.http.RenewingClient;
import dev.keyfob.auth.api.internal.lock.FileLocks;
import dev.keyfob.auth.api.internal.plugin.PluginFolder;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.plugin.Stores;
import dev.keyfob.auth.api.internal.profile.ProfileRepository;
import dev.keyfob.auth.api.internal.profile.ProfileSelection;
import dev.keyfob.auth.api.internal.renew.RenewalCoordinator;
import dev.keyfob.auth.api.internal.renew.TransientRetry;
import dev.keyfob.auth.api.internal.resolve.CredentialResolver;
import dev.keyfob.auth.api.internal.session.Account;
import dev.keyfob.auth.api.internal.session.AccountRecords;
import dev.keyfob.auth.api.internal.session.FreshCredentials;
import dev.keyfob.auth.api.internal.session.LoginService;
import dev.keyfob.auth.api.internal.session.LogoutService;
import dev.keyfob.auth.api.internal.session.MethodChoice;
import dev.keyfob.auth.api.internal.session.StatusService;
import dev.keyfob.auth.api.internal.session.StoreSelection;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.Interaction;
import dev.keyfob.auth.api.spi.LoginMethod;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.StoreContext;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way in: everything that the command line does can be done from here. Safe for use by many
 * threads; there is no state beyond the instance.
 *
 * <pre>{@code
 * try (Keyfob keyfob = Keyfob.open()) {
 *   AuthenticatedClient api = keyfob.client("heygen");
 *   HttpRequest me = HttpRequest.newBuilder(api.resolve("/v3/users/me")).build();
 *   System.out.println(api.send(me, BodyHandlers.ofString()).body());
 * }
 * }</pre>
 */
public final class Keyfob implements AutoCloseable {
  private final Map<String, String> environment;
  private final KeyfobDirectories directories;
  private final Clock clock;
  private final Interaction interaction;
  private final Notices notices;
  private final LazyClient client;
  private final BoundedHttp http;
  private final ProfileRepository profiles;
  private final ProfileSelection selection;
  private final AccountRecords records;
  private final StoreSelection storeSelection;
  private final Providers providers;
  private final Stores stores;
  private final CredentialResolver resolver;
  private final FreshCredentials credentials;
  private final FileLocks locks;

  Keyfob(KeyfobBuilder builder) {
    environment = Map.copyOf(builder.environment);
    directories = KeyfobDirectories.of(environment, builder.osName);
    clock = builder.clock;
    interaction = builder.interaction;
    notices = builder.notices;
    Supplier<HttpClient> given = builder.httpClient;
    client =
        new LazyClient(
            given == null ? () -> HttpClients.create(environment) : given, given == null);
    http = new BoundedHttp(client);
    profiles =
        new ProfileRepository(directories.config().resolve("profiles"), environment, notices);
    selection = new ProfileSelection(profiles, environment, builder.workingDirectory);
    records = new AccountRecords(directories.data().resolve("accounts"), notices);
    locks = new FileLocks(directories.state().resolve("locks"), notices);
    PluginFolder plugins =
        new PluginFolder(
            builder.pluginFolder ? directories.data().resolve("plugins") : null, notices);
    providers = new Providers(builder.providers, plugins, notices);
    stores = new Stores(builder.stores, plugins, notices);
    storeSelection =
        new StoreSelection(
            stores,
            records,
            Optional.ofNullable(environment.get("KEYFOB_STORE")).filter(id -> !id.isBlank()));
    resolver = new CredentialResolver(providers, environment);
    // Random, because making a SecureRandom would take a third of the time of most commands.
    RenewalCoordinator renewal =
        new RenewalCoordinator(locks, new TransientRetry(new Random(), Thread::sleep));
    credentials = new FreshCredentials(resolver, providers, renewal);
  }

  /**
   * Opens keyfob as the system has it: the environment, the clock, no person to ask.
   *
   * @return an instance to close
   */
  public static Keyfob open() {
    return builder().open();
  }

  /**
   * Opens keyfob with some of it replaced.
   *
   * @return a builder that starts from what {@link #open()} uses
   */
  public static KeyfobBuilder builder() {
    return new KeyfobBuilder();
  }

  /**
   * Which account a command is about.
   *
   * @param profile the profile if it was named
   * @param account the account if it was named
   * @return the account
   * @throws AuthException.Misconfigured if nothing tells
   */
  public AccountKey select(Optional<String> profile, Optional<String> account) {
    ProfileSelection.Selected selected = selection.select(profile, account);
    return new AccountKey(
        selected.profile(),
        selected
            .account()
            .or(() -> records.current(selected.profile()))
            .orElse(AccountKey.DEFAULT_ACCOUNT));
  }

  /**
   * The service profiles.
   *
   * @return where they are read and written
   */
  public Profiles profiles() {
    return new Profiles(profiles);
  }

  /**
   * A profile with the environment's overrides applied.
   *
   * @param name the profile's name
   * @return the profile
   * @throws AuthException.Misconfigured if there is none, or it is malformed
   */
  public ServiceProfile profile(String name) {
    return profiles.get(name);
  }

  /**
   * A client for a profile's default account.
   *
   * @param profile the profile's name
   * @return the client
   */
  public AuthenticatedClient client(String profile) {
    return client(select(Optional.of(profile), Optional.empty()));
  }

  /**
   * A client for an account.
   *
   * @param key the account
   * @return the client, usable until this instance is closed
   */
  public AuthenticatedClient client(AccountKey key) {
    return new RenewingClient(account(key), credentials, providers, http);
  }

  /**
   * The credential of a profile's default account, fresh.
   *
   * @param profile the profile's name
   * @return the credential and its origin
   */
  public ResolvedCredential token(String profile) {
    return token(select(Optional.of(profile), Optional.empty()), Duration.ZERO);
  }

  /**
   * The credential of an account, renewed if too little time is left. Blocks for the identity
   * provider if it is.
   *
   * @param key the account
   * @param minValid how long it must still work, if it can be renewed; never less than 60 seconds
   * @return the credential and its origin
   * @throws AuthException.NotLoggedIn if there is none
   * @throws AuthException.SessionExpired if it has expired and cannot be renewed
   * @throws AuthException.Transient if it cannot be renewed now
   */
  public ResolvedCredential token(AccountKey key, Duration minValid) {
    return credentials.get(account(key), minValid);
  }

  /**
   * Renews an account's session now. Blocks for the identity provider.
   *
   * @param key the account
   * @return the renewed credential
   * @throws AuthException.Misconfigured if the credential in use is of a kind that is not renewed
   */
  public ResolvedCredential refresh(AccountKey key) {
    Account account = account(key);
    return credentials.renew(account, credentials.find(account));
  }

  /**
   * The headers that carry a credential on a request.
   *
   * @param resolved what {@link #token} gave
   * @param method the request's method
   * @param target the request's address
   * @return header names and values
   */
  public Map<String, String> headers(
      ResolvedCredential resolved, String method, java.net.URI target) {
    return providers
        .get(resolved.credential().type())
        .authorize(
            resolved.credential(),
            OutgoingRequest.of(method, target),
            account(resolved.key()).context());
  }

  /**
   * What is configured for an account.
   *
   * @param key the account
   * @param online whether to ask the service, renewing the session first if it is too old
   * @param explain whether to list the sources
   * @return the report
   * @throws AuthException if what would be used is broken
   */
  public StatusReport status(AccountKey key, boolean online, boolean explain) {
    return statusService().status(account(key), online, explain);
  }

  /**
   * Who the credential in use belongs to. Blocks for the service.
   *
   * @param key the account
   * @return the identity
   * @throws AuthException.NotLoggedIn if there is no credential
   * @throws AuthException.Denied with {@code invalid_credential} if the service rejects it
   */
  public Identity whoami(AccountKey key) {
    return statusService().whoami(account(key));
  }

  /**
   * The ways to log in to a service, in the order of the picker.
   *
   * @param profile the profile's name
   * @return the methods, API keys first
   */
  public List<LoginMethod> loginMethods(String profile) {
    ServiceProfile service = profiles.get(profile);
    return providers.forProfile(service).stream()
        .flatMap(provider -> provider.methods(service).stream())
        .toList();
  }

  /**
   * Logs in. Blocks for as long as the person takes, within the request's time.
   *
   * @param request how: one of {@link #loginMethods}, or none to have the person choose
   * @return what was done
   * @throws AuthException.Misconfigured if the service does not offer the method
   * @throws AuthException.NotLoggedIn with {@code not_interactive} if a person is needed and none
   *     is there
   * @throws AuthException.Denied if the person, the identity provider or the service says no
   */
  public LoginReport login(LoginRequest request) {
    ServiceProfile profile = profiles.get(request.key().profile());
    String method =
        request
            .method()
            .orElseGet(
                () -> MethodChoice.choose(profile, loginMethods(profile.name()), interaction).id());
    CredentialProvider provider =
        providers.forProfile(profile).stream()
            .filter(p -> p.methods(profile).stream().anyMatch(m -> m.id().equals(method)))
            .findFirst()
            .orElseThrow(
                () ->
                    AuthException.usage(
                        profile.displayName() + " offers no login by " + method + ".",
                        "keyfob profile show " + profile.name()));
    CredentialStore store =
        storeSelection.forLogin(request.key(), storeContext(profile), request.store());
    return new LoginService(providers, resolver, locks, records)
        .login(account(profile, request.key(), store), provider, request.withMethod(method));
  }

  /**
   * Logs out: withdraws the credential where it was issued and removes it here. Blocks for the
   * identity provider, for seconds at most.
   *
   * @param key the account
   * @return what was done
   */
  public LogoutReport logout(AccountKey key) {
    return new LogoutService(providers, resolver, locks).logout(account(key));
  }

  /**
   * The accounts of a profile that have something stored.
   *
   * @param profile the profile's name
   * @return the accounts, sorted by name
   */
  public List<AccountKey> accounts(String profile) {
    ServiceProfile service = profiles.get(profile);
    return storeSelection
        .forReading(AccountKey.of(profile), storeContext(service))
        .list(profile)
        .stream()
        .sorted(java.util.Comparator.comparing(AccountKey::account))
        .toList();
  }

  /**
   * Makes an account the one that its profile's commands are about.
   *
   * @param key the account
   */
  public void use(AccountKey key) {
    records.use(key);
  }

  /**
   * Every provider and every store there is, and what in the plugin folder cannot be used. Runs the
   * plugins' code and waits for it, for seconds at most.
   *
   * @return providers first
   */
  public List<Plugin> plugins() {
    List<Plugin> plugins = new ArrayList<>(providers.reports());
    plugins.addAll(stores.reports());
    return List.copyOf(plugins);
  }

  /**
   * Where keyfob keeps its files.
   *
   * @return the directories
   */
  public KeyfobDirectories directories() {
    return directories;
  }

  /** Closes the connections. The credentials in use elsewhere stay valid. */
  @Override
  public void close() {
    client.close();
  }

  private StatusService statusService() {
    return new StatusService(resolver, credentials, providers);
  }

  private Account account(AccountKey key) {
    ServiceProfile profile = profiles.get(key.profile());
    return account(profile, key, storeSelection.forReading(key, storeContext(profile)));
  }

  private Account account(ServiceProfile profile, AccountKey key, CredentialStore store) {
    return new Account(
        profile,
        key,
        store,
        new ProviderContext(profile, key, http, clock, environment, interaction, notices));
  }

  private StoreContext storeContext(ServiceProfile profile) {
    return new StoreContext(profile, directories, environment, interaction, notices);
  }

  /** Makes the client at the first request: most commands send none. */
  private static final class LazyClient implements Supplier<HttpClient> {
    private final Supplier<HttpClient> factory;
    private final boolean owned;
    private @Nullable HttpClient made;

    LazyClient(Supplier<HttpClient> factory, boolean owned) {
      this.factory = factory;
      this.owned = owned;
    }

    @Override
    public synchronized HttpClient get() {
      HttpClient known = made;
      if (known == null) {
        known = factory.get();
        made = known;
      }
      return known;
    }

    synchronized void close() {
      if (made != null && owned) {
        made.shutdownNow();
      }
    }
  }
}
