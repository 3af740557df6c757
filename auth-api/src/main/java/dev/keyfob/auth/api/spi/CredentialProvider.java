package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.Extension;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.Revocation;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StartedLogin;
import dev.keyfob.auth.api.stability.Evolving;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows one type of credential: how to obtain it, store it, renew it, withdraw it and put it on a
 * request.
 *
 * <p>A provider is found by {@link java.util.ServiceLoader}, created once and used by many threads
 * at the same time: it keeps no state. Its constructor does no work, because every command pays for
 * it. It throws {@link AuthException} for whatever goes wrong; any other exception is reported as a
 * fault of the provider. It never writes to standard output or standard error.
 */
@Evolving
public interface CredentialProvider extends Extension.Provider {
  /**
   * The type of credential, which is also its key in the stored document.
   *
   * @return lower-case letters, digits and underscores, unique among the providers
   */
  String type();

  /**
   * The ways in which a person or a script can log in to a service, best first.
   *
   * @param profile the service
   * @return the methods; empty if the service does not use this type
   */
  List<LoginMethod> methods(ServiceProfile profile);

  /**
   * Makes a credential of an environment variable.
   *
   * @param variable a variable that the profile names
   * @param profile the service
   * @return the credential; empty if the variable is another provider's business
   * @throws AuthException with {@code invalid_credential} if it is this provider's and malformed
   */
  Optional<Credential> fromEnvironment(EnvironmentVariable variable, ServiceProfile profile);

  /**
   * Reads the stored form. Does not block.
   *
   * @param entry what is stored under {@link #type()}
   * @return the credential, expired or not
   * @throws AuthException.StoreCorrupt if it cannot be understood
   */
  Credential decode(JsonValue entry);

  /**
   * Makes the stored form. Does not block.
   *
   * @param credential one of this provider's
   * @param previous what is stored now, whose unknown keys are to be kept; null if nothing
   * @return what to store
   */
  JsonValue encode(Credential credential, @Nullable JsonValue previous);

  /**
   * Obtains a credential. Blocks for as long as the person takes, within the request's time.
   *
   * @param request how, with a method of {@link #methods}
   * @param context what to work with
   * @return the credential, and who it belongs to if that is known already
   * @throws AuthException.Denied if the person or the identity provider says no
   * @throws AuthException.TimedOut if the person does not finish in time
   * @throws AuthException.Cancelled if the person stops it
   * @throws AuthException.Transient if the network or the identity provider fails
   */
  LoginOutcome login(LoginRequest request, ProviderContext context);

  /**
   * Does the first half of a login that another process finishes. Blocks for seconds at most.
   *
   * @param request how; without a method, by the one that serves best
   * @param context what to work with
   * @return what the person needs, and the state to finish with; empty if the provider has no such
   *     login, or not by that method
   * @throws AuthException.Transient if the network or the identity provider fails
   */
  default Optional<StartedLogin> start(LoginRequest request, ProviderContext context) {
    return Optional.empty();
  }

  /**
   * Does the second half of a login. Blocks for the person, within the time given.
   *
   * @param state what {@link #start} gave, or the last {@link LoginProgress.Pending}
   * @param pasted what the person has brought back; empty if nothing
   * @param patience how long to wait for the person
   * @param context what to work with
   * @return what the login has brought, or that the person has not confirmed it yet
   * @throws AuthException.Denied if the person or the identity provider says no
   * @throws AuthException.TimedOut if it can no longer be confirmed
   * @throws AuthException.Misconfigured if what was pasted is wrong or missing; it can be tried
   *     again
   * @throws AuthException.Transient if the network or the identity provider fails; it can be tried
   *     again
   */
  default LoginProgress finish(
      JsonObject state, Optional<String> pasted, Duration patience, ProviderContext context) {
    throw new IllegalStateException(type() + " logins are not done in two steps");
  }

  /**
   * Asks the service who the credential belongs to. Blocks for seconds at most.
   *
   * @param credential one of this provider's
   * @param context what to work with
   * @return what the service says; empty if it has no way to ask
   * @throws AuthException.Denied with {@code invalid_credential} if it does not accept the
   *     credential
   * @throws AuthException.Transient if it cannot be asked now
   */
  Optional<JsonObject> identify(Credential credential, ProviderContext context);

  /**
   * Exchanges a credential for a fresh one, once, without a retry. It is called with the account's
   * lock held, for credentials that are {@link RenewableCredential#renewable()}.
   *
   * @param credential one of this provider's
   * @param context what to work with
   * @return the fresh credential
   * @throws AuthException.SessionExpired only if the identity provider has said that the grant is
   *     dead
   * @throws AuthException.Transient if it may work later; nothing has changed
   */
  default Credential renew(RenewableCredential credential, ProviderContext context) {
    throw new IllegalStateException(type() + " credentials cannot be renewed");
  }

  /**
   * The same for a provider whose services replace the credential's means of renewal with every
   * renewal. What they answer with may hold the only copy of the new one, and be refused for
   * another reason all the same: then the provider says so before it throws.
   *
   * @param credential one of this provider's
   * @param context what to work with
   * @param rotated stores, before it returns, what renews the session from now on
   * @return the fresh credential
   * @throws AuthException as {@link #renew(RenewableCredential, ProviderContext)}
   */
  default Credential renew(
      RenewableCredential credential, ProviderContext context, Consumer<Credential> rotated) {
    return renew(credential, context);
  }

  /**
   * The form in which a dead session is kept, so that nobody tries it again.
   *
   * @param credential the credential whose renewal was refused for good
   * @param context what to work with
   * @return the credential, no longer {@link RenewableCredential#renewable()}
   */
  default Credential markDead(RenewableCredential credential, ProviderContext context) {
    throw new IllegalStateException(type() + " credentials cannot be renewed");
  }

  /**
   * Withdraws a credential where it was issued. Blocks for seconds at most and does not throw for a
   * failed request.
   *
   * @param credential one of this provider's
   * @param context what to work with
   * @return what came of it
   */
  default Revocation revoke(Credential credential, ProviderContext context) {
    return Revocation.NOTHING_TO_REVOKE;
  }

  /**
   * Looks whether a login would find what it talks to, without beginning one, for {@code keyfob
   * doctor}. Blocks for seconds at most.
   *
   * @param context what to work with; it must not prompt
   * @return a sentence on what was found; empty if a login talks to nobody
   * @throws AuthException if a login would fail, saying why
   */
  default Optional<String> examine(ProviderContext context) {
    return Optional.empty();
  }

  /**
   * Finds out how a protected resource wants to be authorized (RFC 9728). Blocks for seconds at
   * most.
   *
   * @param resource the resource's address
   * @param challenge the {@code WWW-Authenticate} header of its 401; empty if there was none
   * @param context what to work with, of which the profile says nothing yet
   * @return members of the profile under {@code oauth}; empty if the provider knows no way to ask
   * @throws AuthException.Protocol if the resource does not say, or says it of another
   * @throws AuthException.Transient if it cannot be asked now
   */
  default Optional<JsonObject> discover(
      URI resource, Optional<String> challenge, ProviderContext context) {
    return Optional.empty();
  }

  /**
   * How a profile has a credential obtained without a person. Reads nothing but the profile. {@link
   * #renew} obtains it.
   *
   * @param profile the service
   * @return the grant; empty if the profile describes none
   * @throws AuthException.Misconfigured if what it describes cannot work
   */
  default Optional<UnattendedGrant> unattended(ServiceProfile profile) {
    return Optional.empty();
  }

  /**
   * Makes a key that a client shows who it is with. Blocks for up to a second.
   *
   * @param algorithm how it is to sign, for example {@code ES256}
   * @return the key; empty if the provider has no such keys
   */
  default Optional<GeneratedKey> generateKey(String algorithm) {
    return Optional.empty();
  }

  /**
   * Looks at an answer to a request that carried the credential, whatever the answer is. Does not
   * block for the network.
   *
   * @param credential one of this provider's
   * @param target where the request went
   * @param status the answer's status
   * @param headers the answer's headers
   * @param context what to work with
   * @return whether the same credential may be tried once more, because {@link #authorize} would
   *     now do better with it
   */
  default boolean answered(
      Credential credential, URI target, int status, HttpHeaders headers, ProviderContext context) {
    return false;
  }

  /**
   * The headers that carry the credential on a request. Called again for every request, every
   * redirect and every repetition. Does not block, unless it reads the body.
   *
   * @param credential one of this provider's
   * @param request what is about to be sent
   * @param context what to work with
   * @return header names and values, which replace any the request has
   * @throws AuthException.Denied with {@code invalid_credential} if the credential cannot go into a
   *     header
   */
  Map<String, String> authorize(
      Credential credential, OutgoingRequest request, ProviderContext context);
}
