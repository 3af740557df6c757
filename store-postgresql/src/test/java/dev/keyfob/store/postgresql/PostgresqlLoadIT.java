package dev.keyfob.store.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.auth.testkit.PostgresqlServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many accounts and many clients at once: {@code -Dkeyfob.fleet.accounts=N}, each renewed once as
 * far as the store is concerned.
 */
@NeedsTool("postgresql")
class PostgresqlLoadIT {
  private static final int ACCOUNTS = Integer.getInteger("keyfob.fleet.accounts", 500);
  private static final int CLIENTS = 64;

  @TempDir Path directory;

  @Test
  void renewals_manyAccountsAndClients_allAreDoneWithoutAnError() throws Exception {
    try (PostgresqlServer server = PostgresqlServer.start()) {
      List<Machine> machines = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        machines.add(new Machine(directory.resolve("client" + i), server.url()));
      }
      machines.getFirst().store().prepare();
      AtomicInteger next = new AtomicInteger();
      long[] nanos = new long[ACCOUNTS];
      long start = System.nanoTime();
      try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
        List<Future<?>> clients = new ArrayList<>();
        for (Machine machine : machines) {
          clients.add(
              threads.submit(
                  () -> {
                    PostgresqlStore store = machine.store();
                    for (int i = next.getAndIncrement(); i < ACCOUNTS; i = next.getAndIncrement()) {
                      long before = System.nanoTime();
                      renew(store, new AccountKey("acme", "account-" + i));
                      nanos[i] = System.nanoTime() - before;
                    }
                  }));
        }
        for (Future<?> client : clients) {
          client.get();
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      machines.forEach(Machine::close);
      Arrays.sort(nanos);
      System.out.printf(
          "[fleet] %d accounts, %d clients: %.0f renewals a second; median %.1f ms, 99%% below %.1f"
              + " ms%n",
          ACCOUNTS,
          CLIENTS,
          ACCOUNTS / seconds,
          nanos[ACCOUNTS / 2] / 1e6,
          nanos[ACCOUNTS * 99 / 100] / 1e6);
      assertEquals(
          ACCOUNTS + "|0",
          server.sql(
              "SELECT count(*), count(holder) FROM keyfob_session WHERE sealed IS NOT NULL"));
    }
  }

  /** Everything that a renewal asks of the store. */
  private static void renew(PostgresqlStore store, AccountKey key) {
    try (AccountLock lock = store.lock(key, Duration.ofMinutes(1), (_, _) -> () -> {})) {
      store.find(key);
      store.requireWritable(key);
      assertTrue(lock.beginSpending());
      store.find(key);
      store.put(
          key,
          CredentialDocument.of(
              JsonText.parseObject(
                  "{\"oauth\":{\"access_token\":\"a\",\"refresh_token\":\"r\","
                      + "\"expires_at\":\"2099-01-01T00:00:00Z\"}}")),
          lock);
    }
  }
}
