package dev.keyfob.auth.api.internal;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/** Locks among the threads of a test. */
public final class InMemoryLocks implements AccountLocks {
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private volatile boolean busy;

  /** From now on somebody else holds every lock. */
  public void busy() {
    busy = true;
  }

  /** The names of the locks taken so far. */
  public List<String> taken() {
    return List.copyOf(taken);
  }

  /** Whether this thread holds a lock. */
  public boolean held(String name) {
    ReentrantLock lock = locks.get(name);
    return lock != null && lock.isHeldByCurrentThread();
  }

  /** Returns when a thread waits for a lock that another holds. */
  public void awaitWaiter(String name) {
    ReentrantLock lock = locks.computeIfAbsent(name, key -> new ReentrantLock());
    while (!lock.hasQueuedThreads()) {
      Thread.onSpinWait();
    }
  }

  @Override
  public AccountLock acquire(String name, Duration limit) {
    if (busy) {
      throw new AuthException.LockTimeout(name, limit);
    }
    ReentrantLock lock = locks.computeIfAbsent(name, key -> new ReentrantLock());
    lock.lock();
    taken.add(name);
    return lock::unlock;
  }
}
