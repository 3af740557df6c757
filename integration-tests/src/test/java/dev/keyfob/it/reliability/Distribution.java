package dev.keyfob.it.reliability;

import dev.keyfob.it.process.KeyfobProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What is known of the distribution under test. */
final class Distribution {
  private Distribution() {}

  /**
   * Starts with the classes at hand that a renewal needs, which halves its time; a thousand of them
   * are waited for. {@code token} itself expects to find a fresh session.
   */
  static KeyfobProcess withNetworkCache(KeyfobProcess keyfob) {
    Path bin = Objects.requireNonNull(keyfob.executable().getParent());
    Path cache = bin.resolveSibling("lib").resolve("online.jsa");
    return Files.exists(cache)
        ? keyfob.with("KEYFOB_JAVA_OPTS", "-XX:SharedArchiveFile=" + cache)
        : keyfob;
  }
}
