package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears of changes that other machines make, for programs that run for long: at once where the
 * server sends notifications, and else by looking once a minute. A program that ends within seconds
 * never connects.
 */
final class ChangeListener implements AutoCloseable {
  static final String CHANNEL = "keyfob_session";

  private static final Duration BEFORE_FIRST = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(60);
  private static final int WAIT_MILLIS = 5_000; // within the driver's own limit of 10 seconds

  private final Fleet fleet;
  private final List<Consumer<AccountKey>> consumers = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  ChangeListener(Fleet fleet) {
    this.fleet = fleet;
    thread = Thread.ofPlatform().daemon().name("keyfob-changes").unstarted(this::run);
    thread.start();
  }

  void add(Consumer<AccountKey> changed) {
    consumers.add(changed);
  }

  static String payload(AccountKey key) {
    return JsonText.compact(
        JsonText.PROVIDER
            .createObjectBuilder()
            .add("profile", key.profile())
            .add("account", key.account())
            .build());
  }

  private void run() {
    try {
      pause();
      while (!isClosed()) {
        try (Connection connection = fleet.database().connect()) {
          listen(connection);
        } catch (SQLException | AuthException | Database.Away e) {
          pause();
        }
        look(); // whatever was missed
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Not by sleeping, for which the JDK loads two classes: most processes have ended by then. */
  private void pause() throws InterruptedException {
    boolean _ = closing.await(BEFORE_FIRST.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean isClosed() {
    return closing.getCount() == 0;
  }

  private void listen(Connection connection) throws SQLException, InterruptedException {
    PGConnection notified = connection.unwrap(PGConnection.class);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + CHANNEL);
    }
    long looked = System.nanoTime();
    while (!isClosed()) {
      PGNotification[] notifications = notified.getNotifications(WAIT_MILLIS);
      if (notifications != null) {
        for (PGNotification one : notifications) {
          heard(one.getParameter());
        }
      }
      if (System.nanoTime() - looked > BETWEEN_LOOKS.toNanos()) {
        look();
        looked = System.nanoTime();
      }
    }
  }

  private void heard(String payload) {
    try {
      JsonObject key = JsonText.parseObject(payload);
      changed(new AccountKey(key.getString("profile", ""), key.getString("account", "")));
    } catch (JsonException | AuthException e) {
      // somebody else's notification
    }
  }

  /** Compares what this process has seen with what there is. */
  private void look() {
    Map<String, Map<String, Long>> seen = new HashMap<>();
    fleet
        .versions()
        .forEach(
            (key, version) ->
                seen.computeIfAbsent(key.profile(), _ -> new HashMap<>())
                    .put(key.account(), version));
    seen.forEach(
        (profile, accounts) -> {
          try {
            Map<String, Long> now = fleet.table().versions(profile);
            accounts.forEach(
                (account, version) -> {
                  if (!version.equals(now.get(account))) {
                    changed(new AccountKey(profile, account));
                  }
                });
          } catch (AuthException | Database.Away e) {
            // the next look tells
          }
        });
  }

  private void changed(AccountKey key) {
    fleet.versions().remove(key);
    consumers.forEach(consumer -> consumer.accept(key));
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }
}
