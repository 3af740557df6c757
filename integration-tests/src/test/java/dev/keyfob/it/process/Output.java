package dev.keyfob.it.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stream of a process said so far; read in the background, so that the process never waits
 * for a reader.
 */
final class Output {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final StringBuilder text = new StringBuilder();
  private boolean ended;

  static Output of(InputStream stream) {
    Output output = new Output();
    // Not a virtual one, which keeps its carrier while it reads a pipe: the program may stand
    // still.
    Thread.ofPlatform().daemon().start(() -> output.drain(stream));
    return output;
  }

  private void drain(InputStream stream) {
    char[] buffer = new char[4096];
    try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        append(buffer, read);
      }
    } catch (IOException endedByForce) {
      // The stream of a process that was ended is closed under its reader.
    } finally {
      end();
    }
  }

  private void append(char[] buffer, int length) {
    lock.lock();
    try {
      text.append(buffer, 0, length);
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  String text() {
    lock.lock();
    try {
      return text.toString();
    } finally {
      lock.unlock();
    }
  }

  /** The first match; empty when the stream ends or the limit passes before there is one. */
  Optional<MatchResult> await(Pattern wanted, Duration limit) {
    lock.lock();
    try {
      awaitUntil(() -> wanted.matcher(text).find(), limit);
      Matcher matcher = wanted.matcher(text.toString());
      return matcher.find() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything was read. A grandchild that holds the stream open is waited for no
   * longer than the limit.
   */
  void awaitEnd(Duration limit) {
    lock.lock();
    try {
      awaitUntil(() -> false, limit);
    } finally {
      lock.unlock();
    }
  }

  private void awaitUntil(BooleanSupplier there, Duration limit) {
    long left = limit.toNanos();
    try {
      while (!there.getAsBoolean() && !ended && left > 0) {
        left = more.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
