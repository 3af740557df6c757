package dev.keyfob.store.keychain.access;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.store.keychain.access.CallDeadline.Limits;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A keychain whose every call ends in time.
 *
 * <p>Each call runs on a thread of its own, which is left behind if it cannot be stopped: a native
 * call that hangs takes no notice of an interrupt. It is a platform thread, because a native call
 * would pin a virtual one's carrier, and a daemon, because it must not keep the process alive.
 */
public final class BoundedKeychain implements Keychain {
  /** Makes a keychain for one call. */
  public interface Opener {
    Keychain open(CallDeadline deadline);
  }

  private final Opener opener;
  private final BooleanSupplier person;
  private final Limits limits;
  private final LongSupplier nanoTime;

  public BoundedKeychain(Opener opener, BooleanSupplier person, Limits limits) {
    this(opener, person, limits, System::nanoTime);
  }

  /** With a clock such as {@link System#nanoTime}. */
  BoundedKeychain(Opener opener, BooleanSupplier person, Limits limits, LongSupplier nanoTime) {
    this.opener = opener;
    this.person = person;
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  @Override
  public void probe() {
    bounded(
        keychain -> {
          keychain.probe();
          return true;
        });
  }

  @Override
  public void requireWritable(KeychainItem entry) {
    bounded(
        keychain -> {
          keychain.requireWritable(entry);
          return true;
        });
  }

  @Override
  public Optional<byte[]> find(KeychainItem entry) {
    return bounded(keychain -> keychain.find(entry));
  }

  @Override
  public void put(KeychainItem entry, byte[] text) {
    // The caller wipes its own when this returns, which may be before a stuck call has read it.
    byte[] copy = text.clone();
    bounded(
        keychain -> {
          try {
            keychain.put(entry, copy);
            return true;
          } finally {
            Arrays.fill(copy, (byte) 0);
          }
        });
  }

  @Override
  public boolean delete(KeychainItem entry) {
    return bounded(keychain -> keychain.delete(entry));
  }

  @Override
  public List<String> accounts(String application, String profile) {
    return bounded(keychain -> keychain.accounts(application, profile));
  }

  private <T> T bounded(Function<Keychain, T> operation) {
    CallDeadline deadline = new CallDeadline(limits, person.getAsBoolean(), nanoTime);
    FutureTask<T> call = new FutureTask<>(() -> operation.apply(opener.open(deadline)));
    Thread.ofPlatform().daemon().name("keyfob-keychain").start(call);
    try {
      return await(call, deadline);
    } catch (TimeoutException e) {
      deadline.giveUp();
      return lastChance(call, deadline);
    } catch (InterruptedException e) {
      deadline.giveUp();
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while waiting for the keychain.");
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  private static <T> T await(FutureTask<T> call, CallDeadline deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    while (true) {
      try {
        return call.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        // The call may have found out meanwhile that it waits for a person.
        if (deadline.nanosLeft() <= 0) {
          throw e;
        }
      }
    }
  }

  /** A call that ends on being told to stop may have ended well after all. */
  private static <T> T lastChance(FutureTask<T> call, CallDeadline deadline) {
    try {
      return call.get(deadline.limits().grace().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while waiting for the keychain.");
    } catch (TimeoutException | ExecutionException e) {
      throw new KeychainFailure(
          "The system's keychain has not answered in time.",
          "see whether it waits for a password somewhere",
          e);
    }
  }

  private static RuntimeException rethrown(ExecutionException failure) {
    return switch (failure.getCause()) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      case null, default -> new IllegalStateException(failure);
    };
  }
}
