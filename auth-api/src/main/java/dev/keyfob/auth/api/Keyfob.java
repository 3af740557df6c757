package dev.keyfob.auth.api;

import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.stability.Stable;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
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
@Stable
public interface Keyfob extends AutoCloseable {
  /**
   * Opens keyfob as the system has it: the environment, the clock, no person to ask.
   *
   * @return an instance to close
   */
  static Keyfob open() {
    return builder().open();
  }

  /**
   * Opens keyfob with some of it replaced.
   *
   * @return a builder that starts from what {@link #open()} uses
   */
  static KeyfobBuilder builder() {
    return Implementation.newBuilder();
  }

  /**
   * Which account a command is about.
   *
   * @param profile the profile if it was named
   * @param account the account if it was named
   * @return the account
   * @throws AuthException.Misconfigured if nothing tells
   */
  AccountKey select(Optional<String> profile, Optional<String> account);

  /**
   * The same, where it is no error that nothing tells.
   *
   * @param profile the profile if it was named
   * @param account the account if it was named
   * @return the account; empty if nothing tells
   * @throws AuthException.Misconfigured if what tells is malformed
   */
  Optional<AccountKey> selected(Optional<String> profile, Optional<String> account);

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
  Optional<AccountKey> selectFor(URI target, Optional<String> profile, Optional<String> account);

  /**
   * The user name to give beside a credential to programs that must have one.
   *
   * @param profile the profile's name
   * @return {@code credentialUsername} of the profile, else {@code oauth2}
   */
  String username(String profile);

  /**
   * The environment variable in which programs of a service look for a credential.
   *
   * @param resolved what {@link #token} gave
   * @return the variable; empty if the profile names none, and keyfob's own is read as an API key,
   *     which the credential is not
   */
  Optional<String> variable(ResolvedCredential resolved);

  /**
   * Has an account's credential looked up where it is stored at its next use, as another process
   * may have logged out or in.
   *
   * @param key the account
   */
  void forget(AccountKey key);

  /**
   * The environment variables that may hold a credential of a profile's service, for programs that
   * are not to inherit them.
   *
   * @param profile the profile's name
   * @return the variables' names, set or not
   */
  List<String> credentialVariables(String profile);

  /**
   * The service profiles.
   *
   * @return where they are read and written
   */
  Profiles profiles();

  /**
   * A profile with the environment's overrides applied.
   *
   * @param name the profile's name
   * @return the profile
   * @throws AuthException.Misconfigured if there is none, or it is malformed
   */
  ServiceProfile profile(String name);

  /**
   * A client for a profile's default account.
   *
   * @param profile the profile's name
   * @return the client
   */
  AuthenticatedClient client(String profile);

  /**
   * A client for an account.
   *
   * @param key the account
   * @return the client, usable until this instance is closed
   */
  AuthenticatedClient client(AccountKey key);

  /**
   * The credential of a profile's default account, fresh.
   *
   * @param profile the profile's name
   * @return the credential and its origin
   */
  ResolvedCredential token(String profile);

  /**
   * The credential of a profile's default account, renewed if too little time is left. Which
   * account that is is looked up in files each time; who asks often calls {@link #select} once.
   *
   * @param profile the profile's name
   * @param minValid how long it must still work, if it can be renewed
   * @return the credential and its origin
   * @throws AuthException as {@link #token(AccountKey, Duration)}
   */
  ResolvedCredential token(String profile, Duration minValid);

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
  ResolvedCredential token(AccountKey key, Duration minValid);

  /**
   * The credential of an account without blocking: what has to block happens on a virtual thread.
   *
   * @param key the account
   * @param minValid how long it must still work, if it can be renewed
   * @return completes with the credential, at once if it is in memory and fresh, or exceptionally
   *     with what {@link #token(AccountKey, Duration)} would have thrown
   */
  CompletableFuture<ResolvedCredential> tokenAsync(AccountKey key, Duration minValid);

  /**
   * Renews an account's session now. Blocks for the identity provider.
   *
   * @param key the account
   * @return the renewed credential
   * @throws AuthException.Misconfigured if the credential in use is of a kind that is not renewed
   */
  ResolvedCredential refresh(AccountKey key);

  /**
   * What to repeat a request with that the service has answered with 401, for programs that send
   * their requests themselves: what another process has stored meanwhile, else a renewed session. A
   * session that was renewed seconds ago is not renewed again. Blocks for the identity provider.
   *
   * @param rejected what the request was sent with
   * @return another credential
   * @throws AuthException.SessionExpired if there is no other, and a login is needed
   * @throws AuthException.Denied with {@code invalid_credential} if a key was rejected
   * @throws AuthException.NotLoggedIn if the account was logged out meanwhile
   * @throws AuthException.Transient if the session cannot be renewed now
   */
  ResolvedCredential replacement(ResolvedCredential rejected);

  /**
   * The headers that carry a credential on a request. It is for the caller to send them nowhere but
   * to the service; {@link #client} sees to that itself.
   *
   * @param resolved what {@link #token} gave
   * @param method the request's method
   * @param target the request's address
   * @return header names and values
   */
  Map<String, String> headers(ResolvedCredential resolved, String method, URI target);

  /**
   * What is configured for an account.
   *
   * @param key the account
   * @param online whether to ask the service, renewing the session first if it is too old
   * @param explain whether to list the sources
   * @return the report
   * @throws AuthException if what would be used is broken
   */
  StatusReport status(AccountKey key, boolean online, boolean explain);

  /**
   * Who the credential in use belongs to. Blocks for the service.
   *
   * @param key the account
   * @return the identity
   * @throws AuthException.NotLoggedIn if there is no credential
   * @throws AuthException.Denied with {@code invalid_credential} if the service rejects it
   */
  Identity whoami(AccountKey key);

  /**
   * Has an account work for another organization, which {@code {organization}} in paths stands for.
   * Where the service lists them, it is asked whether the account has it. Blocks for the service
   * then.
   *
   * @param key the account
   * @param organization its name
   * @throws AuthException.Misconfigured if the account does not have it
   * @throws AuthException.NotLoggedIn if nothing is stored for the account
   */
  default void useOrganization(AccountKey key, String organization) {
    throw new UnsupportedOperationException("Organizations are not chosen here.");
  }

  /**
   * The ways to log in to a service, in the order of the picker.
   *
   * @param profile the profile's name
   * @return the methods, API keys first
   */
  List<LoginMethod> loginMethods(String profile);

  /**
   * Logs in. Blocks for as long as the person takes, within the request's time.
   *
   * @param request how, with one of {@link #loginMethods}
   * @return what was done
   * @throws AuthException.Misconfigured if the service does not offer the method
   * @throws AuthException.Denied if the person, the identity provider or the service says no
   */
  LoginReport login(LoginRequest request);

  /**
   * Does the first half of a login: what a person needs to confirm it. Blocks for seconds at most.
   *
   * @param request how; without a method, by the one that serves best
   * @return the ticket to finish it with, good until it expires
   * @throws AuthException.Misconfigured if the service offers no such login
   */
  LoginTicket startLogin(LoginRequest request);

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
   * @throws AuthException.TimedOut if the ticket has expired, or the person has not confirmed the
   *     login yet; the ticket then still works
   * @throws AuthException.Denied if the person, the identity provider or the service says no
   */
  LoginReport finishLogin(String ticket, Optional<String> pasted, Duration patience);

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
  ResolvedCredential loginUnlessDone(
      LoginRequest request, Predicate<Credential> sufficient, Duration patience);

  /**
   * Finds out how a protected resource wants to be authorized (RFC 9728). Blocks for seconds.
   *
   * @param resource the resource's address
   * @param challenge the {@code WWW-Authenticate} header of its 401; empty if there was none
   * @return members of a profile under {@code oauth}
   * @throws AuthException.Protocol if the resource does not say, or says it of another
   * @throws AuthException.Transient if it cannot be asked now
   */
  JsonObject discover(URI resource, Optional<String> challenge);

  /**
   * The HTTP client underneath, for requests that are to carry no credential.
   *
   * @return a client that honours the user's proxy and certificates and follows no redirects
   */
  HttpClient httpClient();

  /**
   * Logs out: withdraws the credential where it was issued and removes it here. Blocks for the
   * identity provider, for seconds at most.
   *
   * @param key the account
   * @return what was done
   */
  LogoutReport logout(AccountKey key);

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
  MigrationReport migrate(AccountKey key, String to);

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
  String prepareStore(Optional<String> profile, String store);

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
  int rotateStoreKey(Optional<String> profile, String store);

  /**
   * What there is to tell about the server of an account's store. Blocks for the server.
   *
   * @param key the account
   * @return names in snake_case and what they are; empty for a store on this machine
   * @throws AuthException.StoreUnavailable if the server does not answer
   */
  Map<String, String> storeDetails(AccountKey key);

  /**
   * The accounts of a profile that have something stored.
   *
   * @param profile the profile's name
   * @return the accounts, sorted by name
   */
  List<AccountKey> accounts(String profile);

  /**
   * The accounts of a profile that files on this machine tell of, quickly: no keychain and no other
   * store is asked. It may miss one, and name one that has nothing stored any more; good for
   * suggestions.
   *
   * @param profile the profile's name
   * @return the accounts, sorted by name
   */
  List<AccountKey> rememberedAccounts(String profile);

  /**
   * Makes an account the one that its profile's commands are about.
   *
   * @param key the account
   */
  void use(AccountKey key);

  /**
   * Every provider and every store there is, and what in the plugin folder cannot be used. Runs the
   * plugins' code and waits for it, for seconds at most.
   *
   * @return providers first
   */
  List<ExtensionInfo> plugins();

  /**
   * Looks whether everything works that keyfob needs: its files, the stores, the network, and the
   * credential of one account. Does not prompt, and ends within 15 seconds. A session is renewed
   * only if it is too old to be used.
   *
   * @param profile the profile if it was named
   * @param account the account if it was named
   * @param fix whether to close files that others can open, and to remove copies of credentials
   *     that a move between stores has left
   * @return what was found; that something does not work is no exception
   */
  DoctorReport doctor(Optional<String> profile, Optional<String> account, boolean fix);

  /**
   * Where keyfob keeps its files.
   *
   * @return the directories
   */
  KeyfobDirectories directories();

  /**
   * The encryption of stored documents.
   *
   * @return what seals and unseals
   */
  Sealing sealing();

  /**
   * Waits for the renewals that have begun, as an identity provider may have replaced a refresh
   * token already, lets none begin, and then closes the connections that are keyfob's own and
   * erases the keys of sealed documents. Afterwards every call, and every call of a client, throws
   * {@link IllegalStateException}; the credentials stay as valid as they were.
   */
  @Override
  void close();
}
