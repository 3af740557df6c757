package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.ECKey;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A person whose renewals are killed one after the other, in one home that is never tidied up:
 * whatever a killed process leaves is what the next one finds. For one thread.
 */
final class KillLane implements AutoCloseable {
  private static final int KILLED = 137;

  private final StrictIdentityProvider provider = StrictIdentityProvider.start();
  private final boolean bound;
  private final Home home;
  private final KeyfobProcess keyfob;
  private final Bystanders bystanders;
  private Tokens before;

  KillLane(Path folder, boolean bound) {
    this.bound = bound;
    home = Home.of(folder, provider, bound);
    keyfob = Distribution.withNetworkCache(home.keyfob());
    bystanders = Bystanders.in(home);
    before = logIn();
  }

  Home home() {
    return home;
  }

  /** How a kill has ended. */
  enum End {
    NOTHING_SENT,
    LOST,
    STORED
  }

  /** Kills a renewal and holds what is left to every promise. */
  End run(Kill kill) {
    int requests = provider.tokenRequests();
    Result result;
    try (Running running = kill.start(keyfob, home, provider)) {
      result = running.result();
    }
    End end = judge(kill, result, provider.tokenRequests() - requests);
    if (kill instanceof Kill.AtStep(Step step)) {
      assertEquals(KILLED, result.exitCode(), () -> "did not get to " + step + ": " + result);
      assertEquals(step.left().name(), end == End.NOTHING_SENT ? "NOTHING" : spent(end));
    }
    before = end == End.LOST ? logIn() : expire();
    return end;
  }

  private static String spent(End end) {
    return end == End.LOST ? "SPENT" : "STORED";
  }

  private End judge(Kill kill, Result result, int requests) {
    assertTrue(requests <= 1, kill.name() + " was followed by more than one request");
    Tokens stored = home.tokens(); // I1: it is whole, and it is there (I5)
    Optional<Tokens> latest = provider.grants().latest(before);
    assertTrue(latest.isPresent(), "the grant was used twice: " + kill.name() + result);
    boolean spent = !latest.get().equals(before);
    bystanders.requireUnharmed(); // I3, I4
    if (!spent) {
      assertEquals(before, stored, kill::name);
      return End.NOTHING_SENT;
    }
    if (stored.equals(before)) {
      assertFalse(result.stdout().contains(latest.get().access()), "used before it was stored");
      return End.LOST;
    }
    assertEquals(latest.get(), stored, kill::name); // I2
    return End.STORED;
  }

  /** A renewal that nobody kills, for the end. */
  void requireThatItStillWorks() {
    provider.answering(TokenAnswer.honest());
    Result result = keyfob.run("token", Home.PROFILE, "--json");
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(home.tokens().access(), Home.json(result.stdout()).getString("token"));
    try (var files = Files.list(home.document().getParent())) {
      Set<String> names =
          files
              .map(file -> file.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new));
      // The account's document with its lock, and the bystander's, which nobody has locked.
      names.remove("." + home.document().getFileName() + ".lock");
      assertEquals(2, names.size(), () -> "killed writers have left something for good: " + names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Tokens logIn() {
    if (bound) {
      ECKey key = BoundKey.fresh();
      Tokens tokens = provider.grants().issue(BoundKey.thumbprint(key));
      home.store(tokens, key);
      return tokens;
    }
    Tokens tokens = provider.grants().issue();
    home.store(tokens);
    return tokens;
  }

  private Tokens expire() {
    home.expire();
    return home.tokens();
  }

  @Override
  public void close() {
    provider.close();
  }
}
