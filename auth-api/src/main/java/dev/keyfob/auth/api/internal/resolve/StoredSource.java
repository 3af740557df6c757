package dev.keyfob.auth.api.internal.resolve;

import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.CredentialOrigin;
import java.util.Optional;
import java.util.function.Predicate;

/** One credential type in the account's stored document. */
record StoredSource(
    String type,
    Account account,
    StoredDocument document,
    Providers providers,
    Predicate<String> firstTime)
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
            entry -> {
              CredentialOrigin.require(account, document.read(), entry).ifPresent(this::warn);
              return new ResolvedCredential(
                  account.key(),
                  providers.get(type).decode(entry),
                  new Origin.Store(document.store()));
            })
        .filter(
            found -> UnattendedSource.isCurrent(found.credential(), account.profile(), providers));
  }

  /** Once: a program asks for the credential again and again. */
  private void warn(String sentence) {
    if (firstTime.test(sentence)) {
      account.context().notices().warn(sentence);
    }
  }
}
