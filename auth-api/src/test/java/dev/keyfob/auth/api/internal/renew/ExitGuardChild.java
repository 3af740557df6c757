package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.AuthException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A process that is told to end while it holds the guard; exits with {@link #TOLD}. */
final class ExitGuardChild {
  static final int TOLD = 7;

  private ExitGuardChild() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "finish" -> {
        try (ExitGuard _ = ExitGuard.hold()) {
          end();
          say("finished");
        }
      }
      case "hang" -> {
        ExitGuard _ = ExitGuard.hold(Duration.ofMillis(50));
        end();
        Thread.currentThread().join();
      }
      case "late" -> {
        Runtime.getRuntime().addShutdownHook(new Thread(ExitGuardChild::tryToHold));
        end();
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** Returns when the process is ending. */
  private static void end() {
    Thread.ofPlatform().start(() -> System.exit(TOLD));
    try {
      while (true) {
        Thread probe = new Thread(() -> {});
        Runtime.getRuntime().addShutdownHook(probe);
        Runtime.getRuntime().removeShutdownHook(probe);
        Thread.onSpinWait();
      }
    } catch (IllegalStateException e) {
      // no hook can be added or removed any more
    }
  }

  private static void tryToHold() {
    try (ExitGuard _ = ExitGuard.hold()) {
      say("held");
    } catch (AuthException.Cancelled e) {
      say("cancelled");
    }
  }

  private static void say(String text) {
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
