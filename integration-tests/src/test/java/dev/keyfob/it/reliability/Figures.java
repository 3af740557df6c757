package dev.keyfob.it.reliability;

/** Says in the build's output what was measured, so that docs/reliability.md can be held to it. */
final class Figures {
  private Figures() {}

  static void say(String format, Object... arguments) {
    System.out.printf("[reliability] " + format + "%n", arguments);
  }
}
