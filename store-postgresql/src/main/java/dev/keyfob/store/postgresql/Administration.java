package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.StoreContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** What is done with the server once, or by an administrator. */
record Administration(StoreContext context, Fleet fleet) {
  private static final Duration PATIENCE = SessionTable.LEASE.plusSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(500);

  String prepare() {
    boolean made = fleet.reach(() -> Schema.prepare(fleet.database(), fleet.server()));
    String server =
        made
            ? "Set up the database " + fleet.server() + "."
            : "The database " + fleet.server() + " is set up already.";
    if (FleetKeys.configured(context)) {
      fleet.envelope();
      return server;
    }
    if (!fleet.reach(() -> fleet.table().all()).isEmpty()) {
      throw new AuthException.StoreUnavailable(
          server + " It holds credentials, and this machine has not the key that opens them.",
          "export " + FleetKeys.FILE_VARIABLE + "=\"$FILE\"",
          null);
    }
    return server
        + " Made a fleet key in "
        + FleetKeys.create(context)
        + ": give it to every machine that is to share, and to nobody else.";
  }

  int rotateKey() {
    List<AccountKey> left = new ArrayList<>(fleet.reach(() -> fleet.table().all()));
    int done = 0;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!left.isEmpty()) {
      List<AccountKey> held = new ArrayList<>();
      for (AccountKey key : left) {
        switch (fleet.reach(() -> reseal(key))) {
          case DONE -> done++;
          case HELD -> held.add(key);
          case CURRENT -> {}
        }
      }
      if (!held.isEmpty() && System.nanoTime() - deadline > 0) {
        throw new AuthException.StoreUnavailable(
            "Others keep renewing " + held.getFirst() + "; " + done + " are sealed anew.",
            "keyfob store rotate-key",
            null);
      }
      if (!held.isEmpty()) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      left = held;
    }
    return done;
  }

  private enum Outcome {
    DONE,
    CURRENT,
    HELD
  }

  private Outcome reseal(AccountKey key) {
    SessionRow row = fleet.table().read(key).orElse(null);
    if (row == null || row.sealed() == null || fleet.envelope().isCurrent(row.sealed())) {
      return Outcome.CURRENT;
    }
    CredentialDocument document = fleet.envelope().open(row.sealed(), key, row.version());
    byte[] sealed = fleet.envelope().seal(document, key, row.version() + 1);
    return fleet.table().reseal(key, sealed, row.version()) ? Outcome.DONE : Outcome.HELD;
  }

  Map<String, String> describe(AccountKey key, boolean pending) {
    return fleet.reach(
        () -> {
          fleet.table().describe(key); // connects
          Instant before = Instant.now();
          long start = System.nanoTime();
          SessionTable.Lock lock = fleet.table().describe(key);
          long nanos = System.nanoTime() - start;
          Duration apart = Duration.between(before.plusNanos(nanos / 2), lock.now());
          Map<String, String> facts = new LinkedHashMap<>();
          facts.put("server", fleet.server().toString());
          facts.put("latency", String.format(Locale.ROOT, "%.1f ms", nanos / 1e6));
          facts.put(
              "lock",
              lock.left().isNegative()
                  ? "free"
                  : lock.holder().orElse("unknown")
                      + " for "
                      + lock.left().toSeconds()
                      + " s more");
          facts.put(
              "clock_difference", String.format(Locale.ROOT, "%.1f s", apart.toMillis() / 1e3));
          if (pending) {
            facts.put("pending", "a renewed session waits on this machine for the server");
          }
          return facts;
        });
  }
}
