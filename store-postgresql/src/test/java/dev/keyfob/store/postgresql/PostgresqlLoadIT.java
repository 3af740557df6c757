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
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many accounts and many clients at once, of numbers that {@code -Dkeyfob.fleet.accounts=N,…}
 * names: as far as the store is concerned, each account is renewed at least once, and all clients
 * are busy.
 */
@NeedsTool("postgresql")
class PostgresqlLoadIT {
  private static final List<Integer> ACCOUNTS =
      Stream.of(System.getProperty("keyfob.fleet.accounts", "100").split(",", -1))
          .map(Integer::valueOf)
          .toList();
  private static final int RENEWALS = Integer.getInteger("keyfob.fleet.renewals", 500);
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
      for (int accounts : ACCOUNTS) {
        server.sql("DELETE FROM keyfob_session");
        int renewals = Math.max(accounts, RENEWALS);
        measure("renewals", accounts, renewals, machines, PostgresqlLoadIT::renew);
        assertEquals(
            accounts + "|0|" + renewals,
            server.sql(
                "SELECT count(*), count(holder), sum(version) FROM keyfob_session"
                    + " WHERE sealed IS NOT NULL"));
        measure("look-ups", accounts, renewals, machines, PostgresqlLoadIT::find);
      }
      machines.forEach(Machine::close);
    }
  }

  private static void measure(
      String what,
      int accounts,
      int times,
      List<Machine> machines,
      BiConsumer<PostgresqlStore, AccountKey> work)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    long[] nanos = new long[times];
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> clients = new ArrayList<>();
      for (Machine machine : machines) {
        clients.add(
            threads.submit(
                () -> {
                  PostgresqlStore store = machine.store();
                  for (int i = next.getAndIncrement(); i < times; i = next.getAndIncrement()) {
                    long before = System.nanoTime();
                    work.accept(store, new AccountKey("acme", "account-" + i % accounts));
                    nanos[i] = System.nanoTime() - before;
                  }
                }));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Arrays.sort(nanos);
    System.out.printf(
        "[fleet] %d accounts, %d clients, %d %s: %.0f a second; median %.1f ms, 99%% below %.1f"
            + " ms, longest %.1f ms%n",
        accounts,
        CLIENTS,
        times,
        what,
        times / seconds,
        nanos[times / 2] / 1e6,
        nanos[times * 99 / 100] / 1e6,
        nanos[times - 1] / 1e6);
  }

  private static void find(PostgresqlStore store, AccountKey key) {
    assertTrue(store.find(key).isPresent());
  }

  /** Everything that a renewal asks of the store. */
  private static void renew(PostgresqlStore store, AccountKey key) {
    try (AccountLock lock = store.lock(key, Duration.ofMinutes(5), (_, _) -> () -> {})) {
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
