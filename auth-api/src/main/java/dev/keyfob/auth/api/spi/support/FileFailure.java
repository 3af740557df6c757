package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.stability.Evolving;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why the file system said no, as a phrase for a message. */
@Evolving
public final class FileFailure {
  private FileFailure() {}

  /**
   * Names the reason.
   *
   * @param failure what was thrown
   * @return a phrase such as "permission denied"
   */
  public static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException e -> "permission denied";
      case NoSuchFileException e -> "it does not exist";
      case NotDirectoryException e -> "it is not a directory";
      case FileSystemLoopException e -> "symbolic links go in a circle";
      case FileSystemException e when e.getReason() != null -> lower(e.getReason());
      default -> failure.getMessage() == null ? "input/output error" : lower(failure.getMessage());
    };
  }

  private static String lower(String reason) {
    return reason.isEmpty()
        ? "input/output error"
        : Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
  }
}
