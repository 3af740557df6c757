package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.keyfob.it.keycloak.KeycloakServer;
import dev.keyfob.it.keycloak.SharedKeycloak;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKeycloak.class)
class ManyProcessesIT {
  private static final int PROCESSES = 64;

  @TempDir Path directory;

  private final List<Running> running = new ArrayList<>();

  @AfterEach
  void endAll() {
    running.forEach(Running::close);
  }

  @Test
  void token_manyProcessesAndAStrictServer_makeOneRequestAndAllSucceed() {
    try (StrictIdentityProvider provider = StrictIdentityProvider.start()) {
      Home home = Home.of(directory.resolve("keyfob"), provider);
      Tokens first = provider.grants().issue();
      home.store(first);

      Set<String> tokens = tokensOfAll(home);

      assertEquals(1, provider.tokenRequests());
      Tokens latest = provider.grants().latest(first).orElseThrow();
      assertEquals(Set.of(latest.access()), tokens);
      assertEquals(latest, home.tokens());
    }
  }

  @Test
  void token_manyProcessesAndKeycloak_makeOneRequestAndAllSucceed(KeycloakServer keycloak) {
    DirectGrant grant = DirectGrant.at(keycloak);
    Home home =
        Home.of(
            directory.resolve("keyfob"),
            """
            {"name":"demo","apiBaseUri":"http://127.0.0.1:1",
             "oauth":{"issuer":"%s","clientId":"%s"}}
            """
                .formatted(keycloak.issuer(), DirectGrant.CLIENT));
    Tokens first = grant.login();
    home.store(DirectGrant.CLIENT, first);
    long renewalsBefore = grant.renewals();
    long refusalsBefore = grant.refusals();

    Set<String> tokens = tokensOfAll(home);

    assertEquals(1, grant.renewals() - renewalsBefore);
    assertEquals(refusalsBefore, grant.refusals());
    assertEquals(Set.of(home.tokens().access()), tokens);
    assertNotEquals(first.access(), home.tokens().access());
    Result again = home.keyfob().run("refresh", Home.PROFILE);
    assertEquals(0, again.exitCode(), () -> "the session is dead: " + again);
  }

  /** None of them gets the lock before all of them wait for it. */
  private Set<String> tokensOfAll(Home home) {
    try (HeldLock _ = HeldLock.of(home)) {
      for (int i = 0; i < PROCESSES; i++) {
        running.add(home.keyfob().within(Duration.ofMinutes(3)).start("token", Home.PROFILE));
      }
      running.forEach(one -> home.awaitWaiting(one.handle()));
    }
    long start = System.nanoTime();
    Set<String> tokens = new HashSet<>();
    for (Running one : running) {
      Result result = one.result();
      assertEquals(0, result.exitCode(), result::toString);
      assertEquals("", result.stderr(), result::toString);
      tokens.add(result.stdout().strip());
    }
    Figures.say(
        "%d processes waiting for one renewal: all done after %d ms, %d different token(s)",
        PROCESSES, (System.nanoTime() - start) / 1_000_000, tokens.size());
    return tokens;
  }
}
