package dev.keyfob.store.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine is called, for people. No name server is asked, which may take seconds. */
final class HostName {
  private static final int MAX = 64;

  private HostName() {}

  static String get() {
    String name;
    try {
      name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      name = System.getProperty("user.name", "unknown") + "'s machine";
    }
    String plain = name.replaceAll("[^A-Za-z0-9._' -]", "?");
    return plain.length() > MAX ? plain.substring(0, MAX) : plain;
  }
}
