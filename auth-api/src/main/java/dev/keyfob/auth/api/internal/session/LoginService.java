package dev.keyfob.auth.api.internal.session;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.LoginReport;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.resolve.CredentialResolver;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.LoginOutcome;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Logs in: obtain, verify, then store. Whatever fails after a credential was issued withdraws it,
 * so that nothing is left behind that nobody knows of. The account's lock is not held while a
 * person is thinking.
 */
public final class LoginService {
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(30);

  private final Providers providers;
  private final CredentialResolver resolver;
  private final AccountLocks locks;
  private final AccountRecords records;

  public LoginService(
      Providers providers,
      CredentialResolver resolver,
      AccountLocks locks,
      AccountRecords records) {
    this.providers = providers;
    this.resolver = resolver;
    this.locks = locks;
    this.records = records;
  }

  /**
   * Logs in to an account whose store answers.
   *
   * @param request with a method
   */
  public LoginReport login(Account account, CredentialProvider provider, LoginRequest request) {
    account.store().requireWritable(account.key());
    LoginOutcome outcome = provider.login(request, account.context());
    return keep(account, provider, outcome, request.verify());
  }

  /** Verifies and stores what a login has brought. */
  private LoginReport keep(
      Account account, CredentialProvider provider, LoginOutcome outcome, boolean verify) {
    Credential credential = outcome.credential();
    try {
      Verified verified =
          verify ? verify(account, provider, outcome) : new Verified(outcome.user(), false);
      List<String> cleared = store(account, provider, credential, verified.user());
      return new LoginReport(
          account.key(),
          credential.type(),
          account.store().id(),
          verified.user(),
          credential.expiresAt(),
          credential instanceof RenewableCredential session ? session.scope() : Optional.empty(),
          verified.accepted(),
          cleared,
          resolver.shadowingVariable(account.profile()));
    } catch (AuthException e) {
      if (credential instanceof RenewableCredential) {
        // Ours alone, and nobody will ever use it.
        provider.revoke(credential, account.context());
      }
      throw e;
    }
  }

  private record Verified(Optional<JsonObject> user, boolean accepted) {}

  private static Verified verify(
      Account account, CredentialProvider provider, LoginOutcome outcome) {
    try {
      Optional<JsonObject> answer = provider.identify(outcome.credential(), account.context());
      return new Verified(
          answer
              .flatMap(identity -> UserBlock.pick(account.profile(), identity))
              .or(() -> outcome.user().flatMap(user -> UserBlock.pick(account.profile(), user))),
          answer.isPresent());
    } catch (AuthException e) {
      if (outcome.credential() instanceof RenewableCredential
          || e.code() == ErrorCode.INVALID_CREDENTIAL) {
        throw e;
      }
      // A key that the person typed is worth keeping, even if the service cannot be asked just now.
      account
          .context()
          .notices()
          .warn("The credential is kept, but could not be checked: " + e.getMessage());
      return new Verified(Optional.empty(), false);
    }
  }

  private List<String> store(
      Account account,
      CredentialProvider provider,
      Credential credential,
      Optional<JsonObject> user) {
    try (AccountLock _ = account.store().lock(account.key(), LOCK_LIMIT, locks)) {
      CredentialDocument document = readOrSetAside(account);
      List<String> cleared = new ArrayList<>();
      CredentialDocument changed =
          document.with(
              credential.type(),
              provider.encode(credential, document.entry(credential.type()).orElse(null)));
      for (String type : providers.typesIn(document, account.profile())) {
        if (!type.equals(credential.type())) {
          changed = changed.without(type);
          cleared.add(type);
        }
      }
      changed =
          user.isPresent()
              ? changed.withUser(UserBlock.merge(account.profile(), document.user(), user.get()))
              : changed.withoutUser();
      account.store().put(account.key(), changed);
      records.rememberStore(account.key(), account.store().id());
      return cleared;
    }
  }

  private static CredentialDocument readOrSetAside(Account account) {
    try {
      return account.store().find(account.key()).orElse(CredentialDocument.EMPTY);
    } catch (AuthException.StoreCorrupt e) {
      account
          .store()
          .setAside(account.key())
          .ifPresent(
              place ->
                  account
                      .context()
                      .notices()
                      .warn("The damaged credential document is kept as " + place + "."));
      return CredentialDocument.EMPTY;
    }
  }
}
