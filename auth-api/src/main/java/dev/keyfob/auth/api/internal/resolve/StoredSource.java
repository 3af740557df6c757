package dev.keyfob.auth.api.internal.resolve;

import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.store.Account;
import java.util.Optional;

/** One credential type in the account's stored document. */
record StoredSource(String type, Account account, StoredDocument document, Providers providers)
    implements Source {
  @Override
  public String name() {
    return document.store() + ":" + type;
  }

  @Override
  public Optional<ResolvedCredential> find() {
    return document
        .read()
        .entry(type)
        .map(
            entry ->
                new ResolvedCredential(
                    account.key(),
                    providers.get(type).decode(entry),
                    new Origin.Store(document.store())));
  }
}
