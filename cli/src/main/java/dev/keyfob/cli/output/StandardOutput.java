package dev.keyfob.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream for data that knows why it could not be written, which {@link PrintStream} forgets. */
public final class StandardOutput extends PrintStream {
  private final Remembering target;

  /**
   * Writes UTF-8, not the locale's encoding: what a command prints is the same wherever it runs.
   *
   * @param target where to, buffered
   */
  public StandardOutput(OutputStream target) {
    this(new Remembering(target));
  }

  private StandardOutput(Remembering target) {
    super(target, false, StandardCharsets.UTF_8);
    this.target = target;
  }

  /**
   * Why what was printed is lost.
   *
   * @return empty if nothing has failed
   */
  public Optional<IOException> failure() {
    flush();
    return Optional.ofNullable(target.failure);
  }

  /**
   * Whether the reader has gone, which is its right: it has seen enough.
   *
   * @param failure what {@link #failure} gave
   * @return whether that is all that it says
   */
  public static boolean isReaderGone(IOException failure) {
    String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return reason.contains("broken pipe") || reason.contains("pipe is being closed");
  }

  private static final class Remembering extends OutputStream {
    private final OutputStream target;
    private volatile @Nullable IOException failure;

    Remembering(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
      remember(() -> target.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      remember(() -> target.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      remember(target::flush);
    }

    private void remember(Writing writing) throws IOException {
      try {
        writing.run();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        }
        throw e;
      }
    }
  }

  /** One write. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }
}
