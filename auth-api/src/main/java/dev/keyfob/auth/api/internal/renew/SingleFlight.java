package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.RenewableCredential;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Lets all threads that want the same renewal share one. It runs on a thread of its own, which ends
 * what it has begun: a caller who is interrupted stops waiting, but the interrupt cannot strike
 * between the answer and the store, where it would close the file being written. Safe for use by
 * many threads.
 */
final class SingleFlight {
  private final Map<AccountKey, Flight> flights = new ConcurrentHashMap<>();

  private static final class Flight {
    final RenewableCredential sent;
    final CompletableFuture<RenewableCredential> result = new CompletableFuture<>();

    Flight(RenewableCredential sent) {
      this.sent = sent;
    }
  }

  /**
   * Renews, or waits for the thread that is about it.
   *
   * @param key whose session it is
   * @param sent the credential that is too old; who has sent another one does not share
   * @param renewal what to do
   * @return what the renewal gives
   * @throws AuthException what the renewal throws
   * @throws AuthException.Cancelled if this thread is interrupted; the renewal goes on
   */
  RenewableCredential join(
      AccountKey key, RenewableCredential sent, Supplier<RenewableCredential> renewal) {
    Flight mine = new Flight(sent);
    Flight flight =
        flights.compute(
            key,
            (_, current) -> current != null && current.sent.sameGeneration(sent) ? current : mine);
    if (flight == mine) {
      try {
        start(key, mine, renewal);
      } catch (Throwable e) { // no memory for a thread: nobody must wait for it for ever
        flights.remove(key, mine);
        mine.result.completeExceptionally(e);
      }
    }
    return await(key, flight);
  }

  private void start(AccountKey key, Flight flight, Supplier<RenewableCredential> renewal) {
    // Not a daemon: the end of main must not cut it short.
    Thread.ofPlatform()
        .name("keyfob-renewal")
        .daemon(false)
        .start(
            () -> {
              try {
                RenewableCredential fresh = renewal.get();
                flights.remove(key, flight);
                flight.result.complete(fresh);
              } catch (RuntimeException | Error e) {
                flights.remove(key, flight);
                flight.result.completeExceptionally(e);
              }
            });
  }

  private static RenewableCredential await(AccountKey key, Flight flight) {
    try {
      return flight.result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled(
          "Interrupted while waiting for the renewal of " + key + ".");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
