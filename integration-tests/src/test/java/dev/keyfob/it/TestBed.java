package dev.keyfob.it;

import dev.keyfob.auth.testkit.PostgresqlServer;
import dev.keyfob.it.api.ProtectedApi;
import dev.keyfob.it.keycloak.KeycloakServer;
import java.io.IOException;

/** Keycloak and the protected API for a script: {@code bin/fixture dev.keyfob.it.TestBed}. */
public final class TestBed {

  private TestBed() {}

  /**
   * Starts both, prints {@code KEYCLOAK=…} for how it runs, {@code ISSUER=…}, {@code API=…} and
   * {@code API_PORT=…}, one a line, once they are ready, and stops both when standard input ends or
   * the process is told to terminate. With an argument, a PostgreSQL as well, before the others:
   * {@code POSTGRESQL_PORT=…} and {@code POSTGRESQL_PASSWORD=…}.
   *
   * @param args the addresses that PostgreSQL listens on, with commas between them
   */
  public static void main(String[] args) throws IOException {
    if (args.length > 0) {
      startPostgresql(args[0]);
    }
    KeycloakServer keycloak = KeycloakServer.start();
    ProtectedApi api = ProtectedApi.start(keycloak.issuer());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  api.close();
                  keycloak.close();
                  keycloak.server().close();
                }));
    System.out.printf(
        "KEYCLOAK=%s%nISSUER=%s%nAPI=%s%nAPI_PORT=%d%n",
        keycloak.kind(), keycloak.issuer(), api.address(), api.port());
    System.out.flush();
    while (System.in.read() >= 0) {
      // What is typed has no meaning, only the end of it.
    }
    System.exit(0);
  }

  private static void startPostgresql(String addresses) {
    PostgresqlServer server = PostgresqlServer.start(addresses);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    System.out.printf(
        "POSTGRESQL_PORT=%d%nPOSTGRESQL_PASSWORD=%s%n", server.port(), PostgresqlServer.PASSWORD);
  }
}
