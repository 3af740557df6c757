package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.ECKey;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Running;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same kills of sessions that are bound to a key (RFC 9449): the server takes a refresh token
 * only with a proof by the key of its grant, so that a session whose key is lost or swapped is lost
 * as well. How many kills: a part of those without a key ({@code -Dkeyfob.kills=N}).
 */
class BoundSessionKillIT {
  private static final int RUNS = Math.max(40, Integer.getInteger("keyfob.kills", 400) / 25);
  private static final Pattern ADDRESS = Pattern.compile("(http[^\\s\"]+/authorize\\?[^\\s\"]+)");

  @TempDir Path directory;

  @Test
  void kill_ofARenewal_neverPartsSessionAndKey() throws InterruptedException {
    Strace.require();
    Course course = Course.of(directory.resolve("course").resolve("keyfob"));
    Random random = new Random(4);
    List<Kill> kills = new ArrayList<>();
    for (Step step : Step.values()) {
      kills.addAll(Collections.nCopies(Math.max(1, RUNS / 40), new Kill.AtStep(step)));
    }
    for (int i = 0; kills.size() < RUNS; i++) {
      kills.add(
          switch (i % 4) {
            case 0 -> new Kill.RequestSent();
            case 1 -> new Kill.AnswerHalfRead(random.nextInt(120));
            case 2 -> new Kill.AfterStart(random(random, course.whole()));
            default -> new Kill.AfterAnswer(random(random, course.afterAnswer()));
          });
    }
    Collections.shuffle(kills, random);

    KillStorm storm = KillStorm.of(kills, directory, true);

    assertTrue(storm.count(KillLane.End.STORED) > 0, "no kill came late enough");
    assertTrue(storm.count(KillLane.End.LOST) > 0, "no kill came in the window");
  }

  private static Duration random(Random random, Duration below) {
    return Duration.ofNanos(random.nextLong(below.toNanos()));
  }

  /** A login makes a key of its own: the old session must not get it, nor the new one the old. */
  @Test
  void kill_ofALogin_leavesTheOldSessionWithItsKeyOrTheNewOneWithItsOwn() throws Exception {
    Random random = new Random(5);
    int stored = 0;
    try (StrictIdentityProvider provider = StrictIdentityProvider.start()) {
      Home home = Home.of(directory.resolve("keyfob"), provider, true);
      KeyfobProcess keyfob = Distribution.withNetworkCache(home.keyfob());
      int logins = RUNS / 4;
      for (int i = 0; i < logins; i++) {
        ECKey key = BoundKey.fresh();
        Tokens before = provider.grants().issue(BoundKey.thumbprint(key));
        home.store(before, key);
        // The last is not killed: a login still works after all that was left behind.
        boolean killed = i < logins - 1;
        login(keyfob, provider, killed, Duration.ofMillis(random.nextInt(400)));

        JsonObject session = Home.json(Home.text(home.document())).getJsonObject("oauth");
        Tokens after = Home.tokens(session);
        if (after.equals(before)) {
          assertTrue(killed, "the login was not stored");
          continue;
        }
        stored++;
        assertNotEquals(before.key(), after.key());
        assertNotEquals(BoundKey.NONE, after.key(), "a session without its key");
        // A server that binds has issued it to this very key.
        assertEquals(after, provider.grants().latest(after).orElseThrow());
      }
      Figures.say(
          "%d logins, all but one killed at random after the answer: %d stored", logins, stored);
    }
    assertTrue(stored > 0);
  }

  private static void login(
      KeyfobProcess keyfob, StrictIdentityProvider provider, boolean killed, Duration delay) {
    CompletableFuture<Running> victim = new CompletableFuture<>();
    provider.answering(
        killed
            ? TokenAnswer.before(
                TokenAnswer.honest(),
                () -> {
                  LockSupport.parkNanos(delay.toNanos());
                  victim.join().handle().destroyForcibly();
                })
            : TokenAnswer.honest());
    try (Running running =
        keyfob.start("login", Home.PROFILE, "--oauth", "--no-browser", "--json")) {
      victim.complete(running);
      URI address = URI.create(running.awaitStderr(ADDRESS).group(1));
      Thread browser = Thread.ofVirtual().start(() -> comeBack(address));
      int code = running.result().exitCode();
      assertTrue(killed || code == 0, () -> "the login that nobody killed ended with " + code);
      browser.interrupt();
    }
  }

  /** The browser, back from an identity provider that asks nothing. */
  private static void comeBack(URI address) {
    Map<String, String> asked = new HashMap<>();
    for (String field : address.getRawQuery().split("&", -1)) {
      String[] parts = field.split("=", 2);
      asked.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    URI back =
        URI.create(
            Objects.requireNonNull(asked.get("redirect_uri"))
                + "?code=any&state="
                + Objects.requireNonNull(asked.get("state")));
    try (HttpClient http = HttpClient.newHttpClient()) {
      http.send(HttpRequest.newBuilder(back).build(), BodyHandlers.discarding());
    } catch (IOException gone) {
      // killed before it could say how it went
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
