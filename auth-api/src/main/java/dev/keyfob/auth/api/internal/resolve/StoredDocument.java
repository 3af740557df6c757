package dev.keyfob.auth.api.internal.resolve;

import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.internal.store.Account;
import org.jspecify.annotations.Nullable;

/** The account's document, read at most once in one resolution. For one thread. */
final class StoredDocument {
  private final Account account;
  private @Nullable CredentialDocument document;

  StoredDocument(Account account) {
    this.account = account;
  }

  /** One that was read already. */
  StoredDocument(Account account, CredentialDocument document) {
    this.account = account;
    this.document = document;
  }

  String store() {
    return account.store().id();
  }

  CredentialDocument read() {
    CredentialDocument known = document;
    if (known == null) {
      known = account.store().find(account.key()).orElse(CredentialDocument.EMPTY);
      document = known;
    }
    return known;
  }
}
