package dev.keyfob.store.keychain.access;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long one call to the system may still take, and how it is told to stop. One thread makes the
 * call and another waits for it.
 */
public final class CallDeadline {
  /**
   * The lengths of time.
   *
   * @param answer for the system to answer by itself
   * @param person for a person to type a password
   * @param grace for a call that was told to stop to do so
   */
  public record Limits(Duration answer, Duration person, Duration grace) {
    /** What the product promises. */
    public static final Limits STANDARD =
        new Limits(Duration.ofSeconds(3), Duration.ofSeconds(60), Duration.ofMillis(300));
  }

  private final Limits limits;
  private final boolean person;
  private final LongSupplier nanoTime;
  private volatile long deadline;
  private @Nullable Runnable stopper;
  private boolean givenUp;

  CallDeadline(Limits limits, boolean person, LongSupplier nanoTime) {
    this.limits = limits;
    this.person = person;
    this.nanoTime = nanoTime;
    resume();
  }

  /** Whether somebody is there whom the system may ask for a password. */
  public boolean person() {
    return person;
  }

  /** From now on the call waits for a person. */
  public void awaitPerson() {
    deadline = nanoTime.getAsLong() + limits.person().toNanos();
  }

  /** From now on the call waits for the system alone. */
  public void resume() {
    deadline = nanoTime.getAsLong() + limits.answer().toNanos();
  }

  /**
   * Says how to stop the call. Runs at once if it should have stopped already.
   *
   * @param newStopper called at most once, from another thread, never after {@link #done}
   */
  public synchronized void onGiveUp(Runnable newStopper) {
    if (givenUp) {
      newStopper.run();
    } else {
      stopper = newStopper;
    }
  }

  /** Nothing needs to be stopped any more. */
  public synchronized void done() {
    stopper = null;
  }

  synchronized void giveUp() {
    givenUp = true;
    if (stopper != null) {
      stopper.run();
      stopper = null;
    }
  }

  long nanosLeft() {
    return deadline - nanoTime.getAsLong();
  }

  Limits limits() {
    return limits;
  }
}
