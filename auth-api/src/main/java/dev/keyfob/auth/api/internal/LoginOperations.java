package dev.keyfob.auth.api.internal;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.LoginReport;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.LoginTicket;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.login.DefaultMethod;
import dev.keyfob.auth.api.internal.login.LoginMethodSelector;
import dev.keyfob.auth.api.internal.login.LoginService;
import dev.keyfob.auth.api.internal.login.LoginTicketStore;
import dev.keyfob.auth.api.internal.login.OrganizationSwitch;
import dev.keyfob.auth.api.internal.login.TwoPhaseLogin;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.StoreContext;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Chooses method, provider and store of a login, and forgets what was in memory afterwards. */
final class LoginOperations {
  private final Composition parts;

  LoginOperations(Composition parts) {
    this.parts = parts;
  }

  List<LoginMethod> methods(ServiceProfile profile) {
    return parts.providers.forProfile(profile).stream()
        .flatMap(provider -> provider.methods(profile).stream())
        .toList();
  }

  LoginReport login(LoginRequest request) {
    AccountKey key = request.key();
    ServiceProfile profile = parts.profiles.get(key.profile());
    StoreContext context = parts.accounts.storeContext(profile);
    LoginService service = parts.loginService();
    LoginRequest chosen = request.method().isPresent() ? request : choose(profile, request);
    CredentialProvider provider = service.provider(profile, chosen);
    CredentialStore store = parts.stores.forLogin(key, context, request.store());
    LoginReport report =
        service.login(
            parts.accounts.in(profile, key, store),
            () -> parts.stores.otherCopies(key, context, store.id()),
            provider,
            chosen);
    parts.cache.forget(key);
    return report;
  }

  void useOrganization(AccountKey key, String organization) {
    try {
      new OrganizationSwitch(parts.locks, parts.providers)
          .use(
              parts.accounts.forReading(key),
              () -> parts.cache.credential(key, Duration.ZERO).resolved().credential(),
              organization);
    } finally {
      parts.cache.forget(key);
    }
  }

  private LoginRequest choose(ServiceProfile profile, LoginRequest request) {
    List<LoginMethod> methods = methods(profile);
    Interaction person = parts.accounts.interaction(profile);
    return request.withMethod(
        DefaultMethod.of(profile, methods, parts.environment, person)
            .orElseGet(() -> LoginMethodSelector.choose(profile, methods, request, person))
            .id());
  }

  LoginTicket start(LoginRequest request) {
    ServiceProfile profile = parts.profiles.get(request.key().profile());
    StoreContext context = parts.accounts.storeContext(profile);
    CredentialStore store = parts.stores.forLogin(request.key(), context, request.store());
    return parts
        .twoPhaseLogin()
        .start(
            parts.accounts.in(profile, request.key(), store),
            parts.providers.forProfile(profile),
            request);
  }

  LoginReport finish(String ticket, Optional<String> pasted, Duration patience) {
    TwoPhaseLogin login = parts.twoPhaseLogin();
    LoginTicketStore.Ticket started = login.require(ticket);
    AccountKey key = started.key();
    ServiceProfile profile = parts.profiles.get(key.profile());
    StoreContext context = parts.accounts.storeContext(profile);
    CredentialStore store = parts.stores.forLogin(key, context, Optional.of(started.store()));
    LoginReport report =
        login.finish(
            ticket,
            parts.accounts.in(profile, key, store),
            () -> parts.stores.otherCopies(key, context, store.id()),
            parts.providers.get(started.type()),
            pasted,
            patience);
    parts.cache.forget(key);
    return report;
  }

  ResolvedCredential loginUnlessDone(
      LoginRequest request, Predicate<Credential> sufficient, Duration patience) {
    AccountKey key = request.key();
    try (AccountLock _ = parts.locks.acquire("login/" + key, patience)) {
      parts.cache.forget(key);
      Optional<ResolvedCredential> stored = usable(key);
      if (stored.isPresent() && sufficient.test(stored.get().credential())) {
        return stored.get();
      }
      login(request);
      return parts.cache.credential(key, Duration.ZERO).resolved();
    }
  }

  private Optional<ResolvedCredential> usable(AccountKey key) {
    try {
      return Optional.of(parts.cache.credential(key, Duration.ZERO).resolved());
    } catch (AuthException.NotLoggedIn | AuthException.SessionExpired e) {
      return Optional.empty();
    }
  }

  JsonObject discover(URI resource, Optional<String> challenge) {
    ServiceProfile none = ServiceProfile.builder("discovery", JsonValue.EMPTY_JSON_OBJECT).build();
    ProviderContext context = parts.accounts.contextWithoutStore(none);
    return parts.providers.get("oauth").discover(resource, challenge, context).orElseThrow();
  }
}
