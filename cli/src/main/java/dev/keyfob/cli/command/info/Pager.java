package dev.keyfob.cli.command.info;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program that a person reads long texts with. */
final class Pager {
  private static final String DEFAULT = "less -FRX";

  private Pager() {}

  /**
   * Shows a file and waits for its reader.
   *
   * @return whether there was such a program
   */
  static boolean show(Path file, Map<String, String> environment) {
    String told = environment.getOrDefault("PAGER", "").strip();
    List<String> command =
        new ArrayList<>(List.of((told.isEmpty() ? DEFAULT : told).split("\\s+", -1)));
    command.add(file.toString());
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
