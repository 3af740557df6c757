package dev.keyfob.auth.api.internal.file;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.AccountLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Another process that wants a lock: {@code hold} keeps it until killed, {@code try} gives it back,
 * {@code try-for} does so with a document's lock.
 */
final class LockChild {
  static final int BUSY = 75;

  private LockChild() {}

  public static void main(String[] arguments) throws IOException {
    FileLocks locks = new FileLocks(Path.of(arguments[1]), Notices.NONE);
    try (AccountLock _ =
        arguments[0].equals("try-for")
            ? locks.acquireFor(Path.of(arguments[2]), Duration.ZERO)
            : locks.acquire(arguments[2], Duration.ZERO)) {
      if (arguments[0].equals("hold")) {
        System.out.write('+');
        System.out.flush();
        int _ = System.in.read();
      }
    } catch (AuthException.LockTimeout e) {
      System.exit(BUSY);
    }
  }
}
