package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.testkit.CredentialStoreContract;
import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.auth.testkit.PostgresqlServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The store contract against a real PostgreSQL. */
@NeedsTool("postgresql")
class PostgresqlContractIT extends CredentialStoreContract {
  private static PostgresqlServer server;

  @TempDir Path directory;
  private final List<Machine> machines = new ArrayList<>();

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    server = PostgresqlServer.start();
    try (Machine machine = new Machine(folder, server.url())) {
      machine.store().prepare();
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void storeNothing() {
    server.sql("DELETE FROM keyfob_session");
  }

  @AfterEach
  void closeAll() {
    machines.forEach(Machine::close);
  }

  @Override
  protected CredentialStore open() {
    // One process is enough; the tests that need two open two machines.
    if (machines.isEmpty()) {
      machines.add(new Machine(directory, server.url()));
    }
    return machines.getFirst().store();
  }

  @Override
  protected void damage(AccountKey key) {
    server.sql(
        "UPDATE keyfob_session SET sealed = 'can' WHERE profile = '"
            + key.profile()
            + "' AND account = '"
            + key.account()
            + "'");
  }
}
