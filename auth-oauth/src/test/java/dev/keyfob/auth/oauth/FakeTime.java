package dev.keyfob.auth.oauth;

import dev.keyfob.auth.oauth.device.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by waiting, which takes none. For one thread. */
final class FakeTime implements MonotonicTime {
  private final List<Duration> pauses = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private Runnable afterPause = () -> {};

  /** Does something after every pause, such as playing the person. */
  void afterPause(Runnable action) {
    afterPause = action;
  }

  List<Duration> pauses() {
    return List.copyOf(pauses);
  }

  /** The pauses in seconds. */
  List<Long> seconds() {
    return pauses.stream().map(Duration::toSeconds).toList();
  }

  @Override
  public long nanos() {
    return now.toNanos();
  }

  @Override
  public void pause(Duration duration) {
    pauses.add(duration);
    now = now.plus(duration);
    afterPause.run();
  }
}
