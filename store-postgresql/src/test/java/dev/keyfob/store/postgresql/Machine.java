package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.MutableClock;
import dev.keyfob.auth.testkit.PostgresqlServer;
import dev.keyfob.auth.testkit.RecordingNotices;
import dev.keyfob.auth.testkit.TestProfiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One machine of a fleet, in this process: files, an environment and connections of its own. */
final class Machine implements AutoCloseable {
  static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  static final AccountKey ACCOUNT = AccountKey.of("acme");

  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, Fleet> fleets = new ConcurrentHashMap<>();
  final RecordingNotices notices = new RecordingNotices();
  final MutableClock clock = new MutableClock();

  Machine(Path home, String url) {
    this.home = home;
    environment.put(ServerAddress.VARIABLE, url);
    environment.put(DriverProperties.PASSWORD, PostgresqlServer.PASSWORD);
    environment.put(FleetKeys.VARIABLE, KEY);
  }

  Machine with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Machine without(String variable) {
    environment.remove(variable);
    return this;
  }

  PostgresqlStore store() {
    return new PostgresqlStore(
        context(),
        (server, context) -> fleets.computeIfAbsent(server.url(), _ -> new Fleet(server, context)),
        clock);
  }

  StoreContext context() {
    return StoreContext.builder(
            TestProfiles.acme("{'oauth':{}}"),
            KeyfobDirectories.of(Map.of("KEYFOB_HOME", home.toString()), "Linux"),
            FakeInteraction.script())
        .environment(environment)
        .notices(notices)
        .build();
  }

  /** A lock of a store, with nothing to wait for on this machine. */
  static AccountLock lock(PostgresqlStore store) {
    return store.lock(ACCOUNT, Duration.ofSeconds(5), (_, _) -> () -> {});
  }

  /** Another process of the same machine: nothing in memory. */
  void restart() {
    close();
    fleets.clear();
  }

  @Override
  public void close() {
    fleets.values().forEach(Fleet::close);
  }
}
