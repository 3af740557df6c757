package dev.keyfob.auth.api.internal.resolve;

import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.CredentialOrigin;
import jakarta.json.JsonValue;
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
    return document.read().entry(type).flatMap(this::use);
  }

  /** What other settings have obtained is obtained anew, wherever it was for. */
  private Optional<ResolvedCredential> use(JsonValue entry) {
    Credential credential = providers.get(type).decode(entry);
    if (!UnattendedSource.isCurrent(credential, account.profile(), providers)) {
      return Optional.empty();
    }
    CredentialOrigin.require(account, document.read(), entry).ifPresent(this::warn);
    return Optional.of(
        new ResolvedCredential(account.key(), credential, new Origin.Store(document.store())));
  }

  /** Once: a program asks for the credential again and again. */
  private void warn(String sentence) {
    if (firstTime.test(sentence)) {
      account.context().notices().warn(sentence);
    }
  }
}
