package dev.keyfob.auth.api.internal.cache;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.Voucher;
import java.time.Duration;

/** An account that vouches for another one, renewed like any other when it is used. */
public record VouchingAccount(CredentialCache cache, AccountKey key) implements Voucher {
  @Override
  public ProviderContext context() {
    return cache.get(key).account().context();
  }

  @Override
  public Credential credential() {
    return cache.credential(key, Duration.ZERO).resolved().credential();
  }

  @Override
  public Credential renewed() {
    return cache.get(key).renew().resolved().credential();
  }
}
