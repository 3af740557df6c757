package dev.keyfob.auth.api;

import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.internal.Composition;
import dev.keyfob.auth.api.internal.DoctorService;
import dev.keyfob.auth.api.internal.cache.CachedAccount;
import dev.keyfob.auth.api.internal.cache.CredentialCache;
import dev.keyfob.auth.api.internal.http.RenewingClient;
import dev.keyfob.auth.api.internal.login.LoginMethodSelector;
import dev.keyfob.auth.api.internal.login.LoginService;
import dev.keyfob.auth.api.internal.login.LoginTicketStore;
import dev.keyfob.auth.api.internal.login.TwoPhaseLogin;
import dev.keyfob.auth.api.internal.logout.LogoutService;
import dev.keyfob.auth.api.internal.profile.CredentialUse;
import dev.keyfob.auth.api.internal.profile.ProfileSelection;
import dev.keyfob.auth.api.internal.status.StatusService;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.StoreMigration;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.SharedStore;
import dev.keyfob.auth.api.spi.StoreContext;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The way in: everything that the command line does can be done from here. Safe for use by many
 * threads; there is no state beyond the instance, which a program keeps for as long as it runs.
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
  private final Composition composition;

  Keyfob(KeyfobBuilder builder) {
    composition = new Composition(builder);
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
    ProfileSelection.Selected selected = parts().selection.select(profile, account);
    return new AccountKey(
        selected.profile(),
        selected
            .account()
            .or(() -> parts().records.current(selected.profile()))
            .orElse(AccountKey.DEFAULT_ACCOUNT));
  }

  /**
   * The account whose credential may go to an address: of the profile named, else of the only one
   * that has the address as its API or among its {@code credentialHosts}.
   *
   * @param target the address
   * @param profile the profile if it was named
   * @param account the account if it was named
   * @return the account; empty if the address is none of theirs
   * @throws AuthException.Misconfigured if several profiles have it
   */
  public Optional<AccountKey> selectFor(
      URI target, Optional<String> profile, Optional<String> account) {
    List<String> serving =
        profile.map(List::of).orElseGet(() -> List.copyOf(profiles().names())).stream()
            .filter(name -> serves(name, target, profile.isPresent()))
            .toList();
    if (serving.size() > 1) {
      throw AuthException.usage(
          "Several profiles have that address: " + String.join(", ", serving) + ".",
          "keyfob --profile NAME …");
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
      parts().notices().warn("The profile " + name + " is passed over: " + e.getMessage());
      return false;
    }
  }

  /**
   * The user name to give beside a credential to programs that must have one.
   *
   * @param profile the profile's name
   * @return {@code credentialUsername} of the profile, else {@code oauth2}
   */
  public String username(String profile) {
    return CredentialUse.username(profile(profile));
  }

  /**
   * The environment variable in which programs of a service look for a credential.
   *
   * @param resolved what {@link #token} gave
   * @return the variable; empty if the profile names none, and keyfob's own is read as an API key,
   *     which the credential is not
   */
  public Optional<String> variable(ResolvedCredential resolved) {
    return CredentialUse.variable(profile(resolved.key().profile()), resolved.credential().type());
  }

  /**
   * Has an account's credential looked up where it is stored at its next use, as another process may
   * have logged out or in.
   *
   * @param key the account
   */
  public void forget(AccountKey key) {
    parts().live.forget(key);
  }

  /**
   * The environment variables that may hold a credential of a profile's service, for programs that
   * are not to inherit them.
   *
   * @param profile the profile's name
   * @return the variables' names, set or not
   */
  public List<String> credentialVariables(String profile) {
    return parts().resolver.variableNames(profile(profile));
  }

  /**
   * The service profiles.
   *
   * @return where they are read and written
   */
  public Profiles profiles() {
    return new Profiles(parts().profiles, parts().live::forgetProfile);
  }

  /**
   * A profile with the environment's overrides applied.
   *
   * @param name the profile's name
   * @return the profile
   * @throws AuthException.Misconfigured if there is none, or it is malformed
   */
  public ServiceProfile profile(String name) {
    return parts().profiles.get(name);
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
    Composition parts = parts();
    return new RenewingClient(parts.live.get(key), parts.providers, parts.http, this::parts);
  }

  /**
   * The credential of a profile's default account, fresh.
   *
   * @param profile the profile's name
   * @return the credential and its origin
   */
  public ResolvedCredential token(String profile) {
    return token(profile, Duration.ZERO);
  }

  /**
   * The credential of a profile's default account, renewed if too little time is left. Which
   * account that is is looked up in files each time; who asks often calls {@link #select} once.
   *
   * @param profile the profile's name
   * @param minValid how long it must still work, if it can be renewed
   * @return the credential and its origin
   * @throws AuthException as {@link #token(AccountKey, Duration)}
   */
  public ResolvedCredential token(String profile, Duration minValid) {
    return token(select(Optional.of(profile), Optional.empty()), minValid);
  }

  /**
   * The credential of an account, renewed if too little time is left. Blocks for the identity
   * provider if it is.
   *
   * <p>A fresh credential is given out of memory, without a look into any file, until it is due;
   * what another process does to the account is not noticed before.
   *
   * @param key the account
   * @param minValid how long it must still work, if it can be renewed; never less than 60 seconds
   * @return the credential and its origin
   * @throws AuthException.NotLoggedIn if there is none
   * @throws AuthException.SessionExpired if it has expired and cannot be renewed
   * @throws AuthException.Transient if it cannot be renewed now
   */
  public ResolvedCredential token(AccountKey key, Duration minValid) {
    return parts().live.credential(key, minValid).resolved();
  }

  /**
   * The credential of an account without blocking: what has to block happens on a virtual thread.
   *
   * @param key the account
   * @param minValid how long it must still work, if it can be renewed
   * @return completes with the credential, at once if it is in memory and fresh, or exceptionally
   *     with what {@link #token(AccountKey, Duration)} would have thrown
   */
  public CompletableFuture<ResolvedCredential> tokenAsync(AccountKey key, Duration minValid) {
    CredentialCache live = parts().live;
    CachedAccount.CachedCredential held = live.fresh(key, minValid);
    return held != null
        ? CompletableFuture.completedFuture(held.resolved())
        : CompletableFuture.supplyAsync(
            () -> live.credential(key, minValid).resolved(),
            task -> Thread.ofVirtual().start(task));
  }

  /**
   * Renews an account's session now. Blocks for the identity provider.
   *
   * @param key the account
   * @return the renewed credential
   * @throws AuthException.Misconfigured if the credential in use is of a kind that is not renewed
   */
  public ResolvedCredential refresh(AccountKey key) {
    return parts().live.get(key).renew().resolved();
  }

  /**
   * The headers that carry a credential on a request. It is for the caller to send them nowhere but
   * to the service; {@link #client} sees to that itself.
   *
   * @param resolved what {@link #token} gave
   * @param method the request's method
   * @param target the request's address
   * @return header names and values
   */
  public Map<String, String> headers(ResolvedCredential resolved, String method, URI target) {
    return parts()
        .providers
        .get(resolved.credential().type())
        .authorize(
            resolved.credential(),
            OutgoingRequest.of(method, target),
            parts().live.account(resolved.key()).context());
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
    return statusService().status(parts().account(key), online, explain);
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
    return statusService().whoami(parts().account(key));
  }

  /**
   * The ways to log in to a service, in the order of the picker.
   *
   * @param profile the profile's name
   * @return the methods, API keys first
   */
  public List<LoginMethod> loginMethods(String profile) {
    ServiceProfile service = profile(profile);
    return parts().providers.forProfile(service).stream()
        .flatMap(provider -> provider.methods(service).stream())
        .toList();
  }

  /**
   * Logs in. Blocks for as long as the person takes, within the request's time.
   *
   * @param request how, with one of {@link #loginMethods}
   * @return what was done
   * @throws AuthException.Misconfigured if the service does not offer the method
   * @throws AuthException.Denied if the person, the identity provider or the service says no
   */
  public LoginReport login(LoginRequest request) {
    ServiceProfile profile = profile(request.key().profile());
    StoreContext context = parts().storeContext(profile);
    LoginService service = parts().loginService();
    LoginRequest chosen = request.method().isPresent() ? request : choose(profile, request);
    CredentialProvider provider = service.provider(profile, chosen);
    CredentialStore store = parts().stores.forLogin(request.key(), context, request.store());
    LoginReport report =
        service.login(
            parts().account(profile, request.key(), store),
            () -> parts().stores.elsewhere(request.key(), context, store.id()),
            provider,
            chosen);
    parts().live.forget(request.key());
    return report;
  }

  private LoginRequest choose(ServiceProfile profile, LoginRequest request) {
    List<LoginMethod> methods = loginMethods(profile.name());
    return request.withMethod(
        LoginMethodSelector.choose(profile, methods, request, parts().interaction(profile)).id());
  }

  /**
   * Does the first half of a login: what a person needs to confirm it. Blocks for seconds at most.
   *
   * @param request how; without a method, by the one that serves best
   * @return the ticket to finish it with, good until it expires
   * @throws AuthException.Misconfigured if the service offers no such login
   */
  public LoginTicket startLogin(LoginRequest request) {
    ServiceProfile profile = profile(request.key().profile());
    StoreContext context = parts().storeContext(profile);
    CredentialStore store = parts().stores.forLogin(request.key(), context, request.store());
    return parts()
        .twoPhaseLogin()
        .start(
            parts().account(profile, request.key(), store),
            parts().providers.forProfile(profile),
            request);
  }

  /**
   * Does the second half of a login. Blocks for the person, within the time given.
   *
   * @param ticket what {@link #startLogin} gave
   * @param pasted the address that the browser ended at, for a login that asks for it; if empty,
   *     such a login asks the person, or reads standard input where none is
   * @param patience how long to wait for the person
   * @return what was done
   * @throws AuthException.Misconfigured if there is no such ticket, or what was pasted is wrong or
   *     missing; a ticket then still works
   * @throws AuthException.TimedOut if the ticket has expired, or nobody has confirmed the login
   *     yet; the ticket then still works
   * @throws AuthException.Denied if the person, the identity provider or the service says no
   */
  public LoginReport finishLogin(String ticket, Optional<String> pasted, Duration patience) {
    TwoPhaseLogin login = parts().twoPhaseLogin();
    LoginTicketStore.Ticket started = login.require(ticket);
    AccountKey key = started.key();
    ServiceProfile profile = profile(key.profile());
    StoreContext context = parts().storeContext(profile);
    CredentialStore store = parts().stores.forLogin(key, context, Optional.of(started.store()));
    LoginReport report =
        login.finish(
            ticket,
            parts().account(profile, key, store),
            () -> parts().stores.elsewhere(key, context, store.id()),
            parts().providers.get(started.type()),
            pasted,
            patience);
    parts().live.forget(key);
    return report;
  }

  /**
   * Logs in for a program that would otherwise fail, unless somebody else has done so meanwhile: of
   * any number of threads and processes one asks the person, and the others wait for it. Blocks for
   * as long as the person takes.
   *
   * @param request how
   * @param sufficient whether a credential that is stored by now is good enough
   * @param patience how long to wait for somebody else's login
   * @return the credential to use
   * @throws AuthException.LockTimeout if somebody else's login takes too long
   * @throws AuthException as {@link #login}
   */
  public ResolvedCredential loginUnlessDone(
      LoginRequest request, Predicate<Credential> sufficient, Duration patience) {
    AccountKey key = request.key();
    try (AccountLock _ = parts().locks.acquire("login/" + key, patience)) {
      parts().live.forget(key);
      Optional<ResolvedCredential> stored = usable(key);
      if (stored.isPresent() && sufficient.test(stored.get().credential())) {
        return stored.get();
      }
      login(request);
      return token(key, Duration.ZERO);
    }
  }

  private Optional<ResolvedCredential> usable(AccountKey key) {
    try {
      return Optional.of(token(key, Duration.ZERO));
    } catch (AuthException.NotLoggedIn | AuthException.SessionExpired e) {
      return Optional.empty();
    }
  }

  /**
   * Finds out how a protected resource wants to be authorized (RFC 9728). Blocks for seconds.
   *
   * @param resource the resource's address
   * @param challenge the {@code WWW-Authenticate} header of its 401; empty if there was none
   * @return members of a profile under {@code oauth}
   * @throws AuthException.Protocol if the resource does not say, or says it of another
   * @throws AuthException.Transient if it cannot be asked now
   */
  public JsonObject discover(URI resource, Optional<String> challenge) {
    ServiceProfile none =
        ServiceProfile.builder("discovery", JsonValue.EMPTY_JSON_OBJECT).build();
    ProviderContext context = parts().contextWithoutAccount(none);
    return parts().providers.get("oauth").discover(resource, challenge, context).orElseThrow();
  }

  /**
   * The HTTP client underneath, for requests that are to carry no credential.
   *
   * @return a client that honours the user's proxy and certificates and follows no redirects
   */
  public HttpClient httpClient() {
    return parts().http.client();
  }

  /**
   * Logs out: withdraws the credential where it was issued and removes it here. Blocks for the
   * identity provider, for seconds at most.
   *
   * @param key the account
   * @return what was done
   */
  public LogoutReport logout(AccountKey key) {
    try {
      Account account = parts().account(key);
      StoreContext context = parts().storeContext(account.profile());
      return new LogoutService(parts().providers, parts().resolver, parts().moves)
          .logout(
              account,
              () -> parts().stores.elsewhere(key, context, account.store().id()).forLogout());
    } finally {
      parts().live.forget(key);
    }
  }

  /**
   * Moves an account's document to another store. It is written and read back there before commands
   * look for it there, and removed from the old store last: killed at any moment, the account is
   * whole in the one or in the other. Blocks for the stores, and for a person who may have to
   * unlock one.
   *
   * @param key the account
   * @param to the id of the store to move to
   * @return from where to where; the same if it was there already
   * @throws AuthException.NotLoggedIn if there is nothing to move
   * @throws AuthException.Misconfigured if there is no such store, or the account is tied to its
   *     own
   * @throws AuthException.StoreUnavailable if one of the two does not answer; nothing has changed
   */
  public MigrationReport migrate(AccountKey key, String to) {
    ServiceProfile profile = profile(key.profile());
    StoreContext context = parts().storeContext(profile);
    CredentialStore store = parts().stores.forMigration(key, context, to);
    try {
      return new StoreMigration(parts().providers, parts().moves)
          .migrate(
              parts().account(profile, key, store),
              () -> parts().stores.elsewhere(key, context, store.id()));
    } finally {
      parts().live.forget(key);
    }
  }

  /**
   * Makes or migrates what a store that many machines share needs on its server, and a key if there
   * is none anywhere yet. Blocks for the server. Doing it again changes nothing.
   *
   * @param profile the profile that names the server; empty if the environment does
   * @param store the store's id
   * @return what was done, as sentences
   * @throws AuthException.Misconfigured if there is no such store, or it is not a shared one
   * @throws AuthException.StoreUnavailable if the server does not answer or does not allow it
   */
  public String prepareStore(Optional<String> profile, String store) {
    return sharedStore(profile, store).prepare();
  }

  /**
   * Seals everything in a store that many machines share under the key in use, so that a former key
   * is no longer needed. Blocks for as long as there are documents.
   *
   * @param profile the profile that names the server; empty if the environment does
   * @param store the store's id
   * @return how many documents were sealed anew
   * @throws AuthException.Misconfigured if there is no such store, or it is not a shared one
   * @throws AuthException.StoreUnavailable if the server does not answer, or a key is missing
   */
  public int rotateStoreKey(Optional<String> profile, String store) {
    return sharedStore(profile, store).rotateKey();
  }

  /**
   * What there is to tell about the server of an account's store. Blocks for the server.
   *
   * @param key the account
   * @return names in snake_case and what they are; empty for a store on this machine
   * @throws AuthException.StoreUnavailable if the server does not answer
   */
  public Map<String, String> storeDetails(AccountKey key) {
    StoreContext context = parts().storeContext(profile(key.profile()));
    return parts().stores.current(key, context) instanceof SharedStore shared
        ? shared.describe(key)
        : Map.of();
  }

  private SharedStore sharedStore(Optional<String> profile, String store) {
    ServiceProfile service =
        profile
            .map(this::profile)
            .orElseGet(() -> ServiceProfile.builder("none", JsonValue.EMPTY_JSON_OBJECT).build());
    CredentialStore opened = parts().allStores.get(store).open(parts().storeContext(service));
    if (opened instanceof SharedStore shared) {
      return shared;
    }
    throw AuthException.usage(
        "The store " + store + " is on this machine alone and needs no server.", "keyfob plugins");
  }

  /**
   * The accounts of a profile that have something stored.
   *
   * @param profile the profile's name
   * @return the accounts, sorted by name
   */
  public List<AccountKey> accounts(String profile) {
    StoreContext context = parts().storeContext(profile(profile));
    return parts().stores.forListing(profile, context).stream()
        .flatMap(store -> store.list(profile).stream())
        .distinct()
        .sorted(Comparator.comparing(AccountKey::account))
        .toList();
  }

  /**
   * The accounts of a profile that files on this machine tell of, quickly: no keychain and no other
   * store is asked. It may miss one, and name one that has nothing stored any more; good for
   * suggestions.
   *
   * @param profile the profile's name
   * @return the accounts, sorted by name
   */
  public List<AccountKey> rememberedAccounts(String profile) {
    return parts().stores.remembered(profile, parts().storeContext(profile(profile)));
  }

  /**
   * Makes an account the one that its profile's commands are about.
   *
   * @param key the account
   */
  public void use(AccountKey key) {
    parts().records.use(key);
  }

  /**
   * Every provider and every store there is, and what in the plugin folder cannot be used. Runs the
   * plugins' code and waits for it, for seconds at most.
   *
   * @return providers first
   */
  public List<ExtensionInfo> plugins() {
    List<ExtensionInfo> plugins = new ArrayList<>(parts().providers.reports());
    plugins.addAll(parts().allStores.reports());
    return List.copyOf(plugins);
  }

  /**
   * Looks whether everything works that keyfob needs: its files, the stores, the network, and the
   * credential of one account. Asks nobody anything, and ends within 15 seconds. A session is
   * renewed only if it is too old to be used.
   *
   * @param profile the profile if it was named
   * @param account the account if it was named
   * @param fix whether to close files that others can open, and to remove copies of credentials
   *     that a move between stores has left
   * @return what was found; that something does not work is no exception
   */
  public DoctorReport doctor(Optional<String> profile, Optional<String> account, boolean fix) {
    return new DoctorService(parts(), fix).run(() -> select(profile, account), this::plugins);
  }

  /**
   * Where keyfob keeps its files.
   *
   * @return the directories
   */
  public KeyfobDirectories directories() {
    return parts().directories;
  }

  /**
   * The encryption of stored documents.
   *
   * @return what seals and unseals
   */
  public Sealing sealing() {
    return new Sealing(parts());
  }

  /**
   * Waits for the renewals that have begun, as an identity provider may have replaced a refresh token
   * already, lets none begin, and then closes the connections that are keyfob's own and erases the keys of sealed documents.
   * Afterwards every call, and every call of a client, throws {@link IllegalStateException}; the
   * credentials stay as valid as they were.
   */
  @Override
  public void close() {
    composition.close();
  }

  private Composition parts() {
    composition.requireOpen();
    return composition;
  }

  private StatusService statusService() {
    return new StatusService(parts().resolver, parts().credentials, parts().providers);
  }
}
