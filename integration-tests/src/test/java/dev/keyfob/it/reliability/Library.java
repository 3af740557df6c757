package dev.keyfob.it.reliability;

import dev.keyfob.auth.api.Keyfob;
import java.time.Clock;
import java.util.Map;

/** The library in a home, as another program uses it. */
final class Library {
  static final Clock SYSTEM_CLOCK = Clock.systemUTC();

  private Library() {}

  static Keyfob in(Home home, Clock clock) {
    return Keyfob.builder()
        .environment(Map.of("KEYFOB_HOME", home.folder().toString(), "KEYFOB_STORE", "file"))
        .clock(clock)
        .open();
  }
}
