package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * An account whose renewals are killed one after the other, each on another host than the last.
 * Nothing is ever tidied up. For one thread.
 */
final class FleetKillLane {
  private final FleetBed bed;
  private final String account;
  private int host;
  private Tokens session;
  private long version;

  FleetKillLane(FleetBed bed, String account, int host) {
    this.bed = bed;
    this.account = account;
    this.host = host;
    logIn();
  }

  /** How a kill has ended. */
  enum End {
    NOTHING_SENT,
    STORED,
    LOST_IN_THE_WINDOW
  }

  /** Kills a holder some time after its start, and lets another host go on. */
  End kill(Duration afterStart) {
    try (Running holder = bed.on(host++).start("refresh", Home.PROFILE, "--account", account)) {
      LockSupport.parkNanos(afterStart.toNanos());
      holder.handle().destroyForcibly();
      holder.handle().onExit().join();
    }
    bed.expireLease(account);
    String now = bed.latest(session);
    boolean spent = !now.equals(session.access());
    boolean stored = bed.version(account) > version;
    assertFalse(stored && !spent, "something was stored that nobody has given");
    Result next = renew();
    if (spent && !stored) {
      assertEquals(3, next.exitCode(), next::toString);
      assertTrue(next.stderr().contains("has not come to an end"), next::toString);
      logIn();
      return End.LOST_IN_THE_WINDOW;
    }
    FleetBed.succeed(next);
    remember();
    return spent ? End.STORED : End.NOTHING_SENT;
  }

  /** A renewal that nobody kills. */
  Result renew() {
    return bed.on(host++).run("refresh", Home.PROFILE, "--account", account);
  }

  /** What everybody has in the end is what the provider has given last. */
  void requireThatItStillWorks() {
    for (int i = 0; i < FleetBed.HOSTS; i++) {
      Result result =
          bed.on(i)
              .with("KEYFOB_POSTGRESQL_CACHE", "0")
              .run("token", Home.PROFILE, "--account", account);
      assertEquals(bed.latest(session), FleetBed.succeed(result));
    }
  }

  private void logIn() {
    session = bed.logIn(account);
    version = bed.version(account);
  }

  /** Takes what counts now for what was there before the next kill. */
  void remember() {
    session = bed.provider().grants().latest(session).orElseThrow();
    version = bed.version(account);
  }
}
