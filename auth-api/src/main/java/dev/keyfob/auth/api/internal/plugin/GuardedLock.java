package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.spi.AccountLock;
import java.time.Duration;
import java.util.Optional;

/** A lock of a plugin's store, whose faults name the plugin. */
record GuardedLock(AccountLock lock, PluginGuard blame) implements AccountLock {
  @Override
  public Optional<Duration> remaining() {
    return blame.call(lock::remaining);
  }

  @Override
  public boolean beginSpending() {
    return blame.call(lock::beginSpending);
  }

  @Override
  public Optional<String> abandonedBy() {
    return blame.call(lock::abandonedBy);
  }

  @Override
  public void close() {
    blame.<Boolean>call(
        () -> {
          lock.close();
          return true;
        });
  }
}
