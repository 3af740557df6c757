package dev.keyfob.auth.api.internal;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.LogoutReport;
import dev.keyfob.auth.api.MigrationReport;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.SharedStore;
import dev.keyfob.auth.api.spi.StoreContext;
import jakarta.json.JsonValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is done to stored accounts as a whole: removed, moved, listed. */
final class StoreOperations {
  private final Composition parts;

  StoreOperations(Composition parts) {
    this.parts = parts;
  }

  LogoutReport logout(AccountKey key) {
    try {
      Account account = parts.accounts.forReading(key);
      StoreContext context = parts.accounts.storeContext(account.profile());
      return parts
          .logoutService()
          .logout(
              account,
              () -> parts.stores.otherCopies(key, context, account.store().id()).forLogout());
    } finally {
      parts.cache.forget(key);
    }
  }

  MigrationReport migrate(AccountKey key, String to) {
    ServiceProfile profile = parts.profiles.get(key.profile());
    StoreContext context = parts.accounts.storeContext(profile);
    CredentialStore store = parts.stores.forMigration(key, context, to);
    try {
      return parts
          .storeMigration()
          .migrate(
              parts.accounts.in(profile, key, store),
              () -> parts.stores.otherCopies(key, context, store.id()));
    } finally {
      parts.cache.forget(key);
    }
  }

  List<AccountKey> accounts(String profile) {
    return parts.stores.forListing(profile, context(profile)).stream()
        .flatMap(store -> store.list(profile).stream())
        .distinct()
        .sorted(Comparator.comparing(AccountKey::account))
        .toList();
  }

  List<AccountKey> remembered(String profile) {
    return parts.stores.remembered(profile, context(profile));
  }

  /** A store on a server, of a profile or of what the environment says. */
  SharedStore shared(Optional<String> profile, String store) {
    ServiceProfile service =
        profile
            .map(parts.profiles::get)
            .orElseGet(() -> ServiceProfile.builder("none", JsonValue.EMPTY_JSON_OBJECT).build());
    CredentialStore opened = parts.allStores.get(store).open(parts.accounts.storeContext(service));
    if (opened instanceof SharedStore shared) {
      return shared;
    }
    throw AuthException.usage(
        "The store " + store + " is on this machine alone and needs no server.", "keyfob plugins");
  }

  Map<String, String> details(AccountKey key) {
    return parts.stores.current(key, context(key.profile())) instanceof SharedStore shared
        ? shared.describe(key)
        : Map.of();
  }

  private StoreContext context(String profile) {
    return parts.accounts.storeContext(parts.profiles.get(profile));
  }
}
