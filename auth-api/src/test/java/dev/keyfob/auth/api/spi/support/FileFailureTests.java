package dev.keyfob.auth.api.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileFailureTests {
  @Test
  void reason_knownFailures_areNamedForPeople() {
    assertEquals("permission denied", FileFailure.reason(new AccessDeniedException("/x")));
    assertEquals("it does not exist", FileFailure.reason(new NoSuchFileException("/x")));
    assertEquals(
        "read-only file system",
        FileFailure.reason(new FileSystemException("/x", null, "Read-only file system")));
    assertEquals(
        "no space left on device", FileFailure.reason(new IOException("No space left on device")));
  }

  @Test
  void reason_nothingKnown_isStillAPhrase() {
    assertEquals("input/output error", FileFailure.reason(new IOException()));
    assertEquals("input/output error", FileFailure.reason(new IOException("")));
  }
}
