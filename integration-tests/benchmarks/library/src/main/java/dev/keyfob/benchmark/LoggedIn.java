package dev.keyfob.benchmark;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.InMemoryStore;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A program in which that many accounts have a session that is fresh for decades. */
@State(Scope.Benchmark)
public class LoggedIn {
  @Param({"1", "100", "10000"})
  public int accounts;

  Keyfob keyfob;
  AccountKey[] keys;
  AuthenticatedClient[] clients;
  HttpRequest request;

  @Setup(Level.Trial)
  public void logIn() {
    InMemoryStore store = new InMemoryStore();
    keyfob =
        Keyfob.builder()
            .environment(Map.of("KEYFOB_HOME", System.getProperty("java.io.tmpdir") + "/none"))
            .profile(
                "bench",
                JsonText.parseObject(
                    """
                    {"apiBaseUri":"https://api.example.com",
                     "oauth":{"issuer":"https://id.example.com","clientId":"keyfob"}}
                    """))
            .store(store)
            .withoutPluginFolder()
            .open();
    keys = new AccountKey[accounts];
    clients = new AuthenticatedClient[accounts];
    for (int i = 0; i < accounts; i++) {
      keys[i] = new AccountKey("bench", "account-" + i);
      store.given(keys[i], session(i));
      clients[i] = keyfob.client(keys[i]);
      keyfob.token(keys[i], Duration.ZERO);
    }
    request = HttpRequest.newBuilder(clients[0].resolve("/v1/me")).build();
  }

  @TearDown(Level.Trial)
  public void close() {
    keyfob.close();
  }

  private static String session(int number) {
    return """
    {"oauth":{"access_token":"access-0123456789012345678901234567890123456789-%d",
     "refresh_token":"refresh-0123456789","expires_at":"2099-01-01T00:00:00Z",
     "scope":"openid","token_type":"Bearer","issuer":"https://id.example.com",
     "client_id":"keyfob"}}
    """
        .formatted(number);
  }
}
