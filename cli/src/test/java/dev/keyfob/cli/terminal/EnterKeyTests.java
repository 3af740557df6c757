package dev.keyfob.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EnterKeyTests {
  private static InputStream typed(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void start_enterPressed_doesItAndLeavesTheNextLine() throws Exception {
    InputStream in = typed("x\npassphrase\n");
    CountDownLatch done = new CountDownLatch(1);
    EnterKey key = EnterKey.start(in, done::countDown);
    assertTrue(done.await(10, TimeUnit.SECONDS));
    key.close();
    assertEquals("passphrase\n", new String(in.readAllBytes(), StandardCharsets.UTF_8));
  }

  /** What is typed after the login belongs to whoever asks next. */
  @Test
  void close_nothingPressed_takesNothing() throws IOException {
    AtomicBoolean read = new AtomicBoolean();
    InputStream silent =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public int available() {
            return 0;
          }

          @Override
          public int read() {
            read.set(true);
            return -1;
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            return read();
          }
        };
    EnterKey.start(silent, () -> read.set(true)).close();
    assertFalse(read.get());
    silent.close();
  }
}
