package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.AccountLock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The right to change one account, on a row of the server. It ends by itself after 45 seconds by
 * the server's clock; here it is counted from before the request for it was sent, by a clock that
 * nobody sets, so that this machine never believes in it for longer than the server does.
 */
final class Lease implements AccountLock {
  private static final long FIRST_PAUSE = 20;
  private static final long MAX_PAUSE = 200;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Fleet fleet;
  private final AccountKey key;
  private final AccountLock local;
  private final String holder = newHolder();
  private volatile long end;
  private volatile long version;
  private volatile @Nullable OffsetDateTime startedAt;
  private volatile @Nullable SessionRow taken;
  private @Nullable SessionRow fresh;
  private boolean closed;

  private Lease(Fleet fleet, AccountKey key, AccountLock local) {
    this.fleet = fleet;
    this.key = key;
    this.local = local;
  }

  /**
   * Waits for the lease.
   *
   * @param local the lock among the processes of this machine, held, which goes with the lease
   * @param limit how long to wait
   * @throws AuthException.LockTimeout if others have it all that time
   * @throws Database.Away if the server does not answer
   */
  static Lease take(Fleet fleet, AccountKey key, AccountLock local, Duration limit) {
    Lease lease = new Lease(fleet, key, local);
    long deadline = System.nanoTime() + limit.toNanos();
    long pause = FIRST_PAUSE;
    while (!lease.tryTake()) {
      if (System.nanoTime() - deadline >= 0) {
        throw new AuthException.LockTimeout(key.toString(), limit);
      }
      sleep(pause / 2 + RANDOM.nextLong(pause / 2 + 1), key);
      pause = Math.min(pause * 2, MAX_PAUSE);
    }
    fleet.leases().put(key, lease);
    return lease;
  }

  private boolean tryTake() {
    SessionRow row = fleet.table().read(key).orElse(null);
    if (row == null) {
      fleet.table().add(key);
      return false;
    }
    if (row.leased() && !holder.equals(row.holder())) {
      return false;
    }
    long before = System.nanoTime();
    if (!fleet.table().take(key, holder, row.version())) {
      return false;
    }
    end = before + SessionTable.LEASE.toNanos();
    version = row.version();
    taken = row;
    fresh = row;
    return true;
  }

  /** What was read when the lease was taken, once: later somebody may have written all the same. */
  synchronized @Nullable SessionRow takeRow() {
    SessionRow row = fresh;
    fresh = null;
    return row;
  }

  String holder() {
    return holder;
  }

  long version() {
    return version;
  }

  /** When this holder has begun to spend; null if it has not. */
  @Nullable OffsetDateTime startedAt() {
    return startedAt;
  }

  /** After this holder has written. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // its one holder writes it, others only read
  void written() {
    version++;
    startedAt = null;
  }

  @Override
  public Optional<Duration> remaining() {
    long left = end - System.nanoTime();
    return Optional.of(Duration.ofNanos(Math.max(0, left)));
  }

  @Override
  public boolean beginSpending() {
    long before = System.nanoTime();
    OffsetDateTime begun = fleet.reach(() -> fleet.table().begin(key, holder, version));
    if (begun == null) {
      return false;
    }
    startedAt = begun;
    end = before + SessionTable.LEASE.toNanos();
    return true;
  }

  @Override
  public Optional<String> abandonedBy() {
    SessionRow row = taken;
    return row == null ? Optional.empty() : row.abandonedBy();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    fleet.leases().remove(key, this);
    try {
      fleet.table().release(key, holder);
    } catch (AuthException | Database.Away e) {
      // It ends by itself.
    } finally {
      local.close();
    }
  }

  private static void sleep(long millis, AccountKey key) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while waiting for the lock of " + key + ".");
    }
  }

  /** Names the machine and the process to people, and is nobody else's. */
  private static String newHolder() {
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    return "process "
        + ProcessHandle.current().pid()
        + " on "
        + HostName.get()
        + " ["
        + HexFormat.of().formatHex(random)
        + "]";
  }
}
