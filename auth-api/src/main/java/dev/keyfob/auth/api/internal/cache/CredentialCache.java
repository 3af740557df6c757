package dev.keyfob.auth.api.internal.cache;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.internal.cache.CachedAccount.CachedCredential;
import dev.keyfob.auth.api.internal.renew.FreshCredentials;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.spi.CredentialStore;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The accounts in use, each found in the same time however many there are. Safe for use by many
 * threads.
 */
public final class CredentialCache {
  private final Function<AccountKey, Account> opener;
  private final FreshCredentials credentials;
  private final Map<AccountKey, CachedAccount> accounts = new ConcurrentHashMap<>();
  private final Set<String> watched = ConcurrentHashMap.newKeySet();

  /**
   * Keeps accounts.
   *
   * @param opener reads an account's profile, and in which store it is now
   */
  public CredentialCache(Function<AccountKey, Account> opener, FreshCredentials credentials) {
    this.opener = opener;
    this.credentials = credentials;
  }

  /**
   * An account, to be used for a while.
   *
   * @throws AuthException.Misconfigured if its profile is not there or malformed
   */
  public CachedAccount get(AccountKey key) {
    CachedAccount known = accounts.get(key);
    return known == null ? keep(key, open(key)) : known;
  }

  /**
   * An account's credential.
   *
   * @throws AuthException as {@link CachedAccount#get}; the account is not kept then, since anybody
   *     can make up a name
   */
  public CachedCredential credential(AccountKey key, Duration minValid) {
    CachedAccount known = accounts.get(key);
    if (known != null) {
      return known.get(minValid);
    }
    CachedAccount opened = open(key);
    CachedCredential held = opened.get(minValid);
    keep(key, opened);
    return held;
  }

  /** An account's credential if it is in memory and fresh; else null. */
  public @Nullable CachedCredential fresh(AccountKey key, Duration minValid) {
    CachedAccount known = accounts.get(key);
    return known == null ? null : known.fresh(minValid);
  }

  /** The account as it was last read; opened if it is not in use. */
  public Account account(AccountKey key) {
    CachedAccount known = accounts.get(key);
    return known == null ? opener.apply(key) : known.account();
  }

  /** Has the account's credential read again at its next use. */
  public void forget(AccountKey key) {
    CachedAccount known = accounts.get(key);
    if (known != null) {
      known.forget();
    }
  }

  /** Has all of a profile's accounts read again at their next use. */
  public void forgetProfile(String profile) {
    accounts.forEach(
        (key, account) -> {
          if (key.profile().equals(profile)) {
            account.forget();
          }
        });
  }

  /** One watch for each store is enough, whichever account has brought it. */
  private void watch(CredentialStore store) {
    if (watched.add(store.id())) {
      store.watch(this::forget);
    }
  }

  private CachedAccount open(AccountKey key) {
    return new CachedAccount(() -> opener.apply(key), credentials);
  }

  private CachedAccount keep(AccountKey key, CachedAccount opened) {
    watch(opened.account().store());
    CachedAccount earlier = accounts.putIfAbsent(key, opened);
    return earlier == null ? opened : earlier;
  }
}
