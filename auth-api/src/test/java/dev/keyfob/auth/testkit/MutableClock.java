package dev.keyfob.auth.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that goes only when told to. Safe for use by many threads. */
public final class MutableClock extends Clock {
  /** Where {@link #MutableClock()} starts. */
  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final AtomicReference<Instant> now;

  /** A clock at {@link #START}. */
  public MutableClock() {
    this(START);
  }

  public MutableClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  /** Moves the clock on, or back for a negative step. */
  public void advance(Duration step) {
    now.updateAndGet(instant -> instant.plus(step));
  }

  public void set(Instant instant) {
    now.set(instant);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
