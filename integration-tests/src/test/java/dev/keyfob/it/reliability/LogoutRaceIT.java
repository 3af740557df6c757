package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that want the account at the same time, and processes that are told to end. */
class LogoutRaceIT {
  @TempDir Path directory;

  private final CompletableFuture<Void> requested = new CompletableFuture<>();
  private final CompletableFuture<Void> mayAnswer = new CompletableFuture<>();
  private StrictIdentityProvider provider;
  private Home home;
  private Tokens first;

  @BeforeEach
  void logIn() {
    provider = StrictIdentityProvider.start();
    home = Home.of(directory.resolve("keyfob"), provider);
    first = provider.grants().issue();
    home.store(first);
    provider.answering(TokenAnswer.after(this::holdUp, TokenAnswer.honest()));
  }

  private void holdUp() {
    requested.complete(null);
    mayAnswer.join();
  }

  @AfterEach
  void close() {
    mayAnswer.complete(null);
    provider.close();
  }

  private Running start(String command) {
    return home.keyfob().start(command, Home.PROFILE);
  }

  @Test
  void logout_whileAProcessRenews_waitsForItAndEndsTheNewSession() {
    try (Running renewal = start("token")) {
      requested.join();
      try (Running logout = start("logout")) {
        awaitWaiting(logout);
        mayAnswer.complete(null);

        assertEquals(0, renewal.result().exitCode(), () -> renewal.result().toString());
        assertEquals(0, logout.result().exitCode(), () -> logout.result().toString());
      }
    }
    String left = Home.text(home.document());
    assertFalse(left.contains(Tokens.MARK), "the renewal has brought the session back");
    assertTrue(left.contains("other"), "what other tools keep is gone");
    assertTrue(provider.grants().latest(first).isEmpty(), "what was renewed is not withdrawn");
    assertEquals(3, start("token").result().exitCode());
  }

  @Test
  void token_whileAProcessLogsOut_findsNoSessionAndSendsNothing() {
    provider.beforeRevocation(this::holdUp);
    try (Running logout = start("logout")) {
      requested.join();
      try (Running renewal = start("token")) {
        awaitWaiting(renewal);
        mayAnswer.complete(null);

        assertEquals(0, logout.result().exitCode(), () -> logout.result().toString());
        assertEquals(3, renewal.result().exitCode(), () -> renewal.result().toString());
      }
    }
    assertEquals(0, provider.tokenRequests());
  }

  @Test
  void token_holderOfTheLockIsKilled_theNextProceedsAtOnce() {
    try (Running holder = start("token")) {
      requested.join();
      try (Running next = start("token")) {
        awaitWaiting(next);
        holder.handle().destroyForcibly();
        holder.result();
        provider.answering(TokenAnswer.honest());

        Result result = next.result();

        assertEquals(0, result.exitCode(), result::toString);
        assertEquals(home.tokens().access(), result.stdout().strip());
      }
    }
  }

  @Test
  void token_toldToEndWhileTheRefreshTokenIsSpent_storesTheNewSessionFirst() {
    try (Running renewal = start("token")) {
      requested.join();
      renewal.handle().destroy(); // SIGTERM; Ctrl-C goes the same way
      Await.until(
          () -> Threads.of(renewal.handle()).anyMatch("keyfob-exit-guard".substring(0, 15)::equals),
          "the process begins to end");
      mayAnswer.complete(null);
      Result result = renewal.result();
      assertTrue(result.exitCode() != 0, result::toString);
    }
    assertEquals(provider.grants().latest(first).orElseThrow(), home.tokens());
    assertFalse(home.tokens().equals(first), "nothing was renewed");
  }

  private void awaitWaiting(Running process) {
    home.awaitWaiting(process.handle());
  }
}
