package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.CredentialOrigin;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.CredentialProvider;
import java.util.Optional;

/**
 * A session and the document it was read from.
 *
 * @param document the whole document
 * @param session what it holds under the provider's type
 */
record StoredSession(CredentialDocument document, RenewableCredential session) {
  /**
   * Reads what is stored now.
   *
   * @return empty if there is no document, or nothing of the type in it
   */
  static Optional<StoredSession> read(Account account, CredentialProvider provider) {
    return account
        .store()
        .find(account.key())
        .flatMap(
            document ->
                document
                    .entry(provider.type())
                    .map(
                        entry ->
                            new StoredSession(document, session(account, provider.decode(entry)))))
        .filter(
            stored ->
                stored.session.grant().isEmpty()
                    || stored.session.grant().equals(grant(account, provider)));
  }

  /**
   * What stands for a credential that the profile has obtained without a person, until there is
   * one.
   *
   * @return empty if the profile describes no such grant
   */
  static Optional<StoredSession> unattended(Account account, CredentialProvider provider) {
    return provider
        .unattended(account.profile())
        .map(
            grant ->
                new StoredSession(
                    CredentialOrigin.bind(
                        account.store().find(account.key()).orElse(CredentialDocument.EMPTY),
                        account.profile()),
                    grant.credential()));
  }

  private static Optional<String> grant(Account account, CredentialProvider provider) {
    return provider.unattended(account.profile()).flatMap(found -> found.credential().grant());
  }

  /** Writes the document with another session; whatever is beside it stays as it was read. */
  void replace(
      Account account, AccountLock lock, CredentialProvider provider, RenewableCredential newer) {
    account
        .store()
        .put(
            account.key(),
            document.with(
                provider.type(),
                provider.encode(newer, document.entry(provider.type()).orElse(null))),
            lock);
  }

  private static RenewableCredential session(Account account, Object credential) {
    if (credential instanceof RenewableCredential session) {
      return session;
    }
    throw new AuthException.StoreCorrupt(
        "What is stored for " + account.key() + " is no longer a session.", null, null);
  }
}
