package dev.keyfob.it.programs;

import java.nio.file.Path;
import java.util.Objects;

/** Where what was fetched from npm is, in the cache of the user. */
final class NpmPrograms {
  private NpmPrograms() {}

  private static Path cache() {
    return Path.of(
            Objects.requireNonNullElse(
                System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home") + "/.cache"))
        .resolve("keyfob");
  }

  /** The Node that all of them run on. */
  static Path node() {
    return cache().resolve("hyperframes/node/bin/node");
  }

  /** The folder of the official test suite of the Model Context Protocol, and of the SDK. */
  static Path suite() {
    return cache().resolve("mcp-suite");
  }

  /** The folder of kubectl, and of Google's library below it. */
  static Path programs() {
    return cache().resolve("programs");
  }

  /** The folder of the agents. */
  static Path agents() {
    return cache().resolve("agents/node_modules/.bin");
  }
}
