package dev.keyfob.it.reliability;

import dev.keyfob.it.process.KeyfobProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a renewal takes on this machine, so that random moments are spread over all of it.
 *
 * @param whole from the start to the end
 * @param afterAnswer from the answer to the end
 */
record Course(Duration whole, Duration afterAnswer) {
  private static final int RUNS = 4;

  /** Measures: the longest of a few. */
  static Course of(Path folder) {
    try (StrictIdentityProvider provider = StrictIdentityProvider.start()) {
      Home home = Home.of(folder, provider);
      AtomicLong answered = new AtomicLong();
      provider.answering(
          TokenAnswer.before(TokenAnswer.honest(), () -> answered.set(System.nanoTime())));
      KeyfobProcess keyfob = Distribution.withNetworkCache(home.keyfob());
      long whole = 1;
      long after = 1;
      for (int i = 0; i < RUNS; i++) {
        home.store(provider.grants().issue());
        long start = System.nanoTime();
        keyfob.run("token", Home.PROFILE);
        long end = System.nanoTime();
        whole = Math.max(whole, end - start);
        after = Math.max(after, end - answered.get());
      }
      return new Course(Duration.ofNanos(whole), Duration.ofNanos(after));
    }
  }
}
