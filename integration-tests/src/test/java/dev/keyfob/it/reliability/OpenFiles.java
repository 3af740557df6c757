package dev.keyfob.it.reliability;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What files a process has open, where the operating system tells (Linux). */
final class OpenFiles {
  private OpenFiles() {}

  static boolean areKnown() {
    return Files.isDirectory(Path.of("/proc/self/fd"));
  }

  static boolean has(ProcessHandle process, Path file) {
    Path folder = Path.of("/proc", Long.toString(process.pid()), "fd");
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(folder)) {
      for (Path descriptor : descriptors) {
        if (file.equals(target(descriptor))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private static Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException e) {
      return descriptor; // closed since it was listed
    }
  }
}
