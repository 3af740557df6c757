package dev.keyfob.cli.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The memory that bodies of requests may take all together while they are kept for a repetition. A
 * request that comes when it is used up is sent on all the same, and cannot be repeated. Safe for
 * use by many threads; a body is of one.
 */
final class BodyBudget {
  private static final int AT_FIRST = 1024;

  private final AtomicInteger free;

  BodyBudget(int bytes) {
    free = new AtomicInteger(bytes);
  }

  /** A body as far as it has come, given back when it is closed. */
  final class Kept implements AutoCloseable {
    private final int length;
    private final ByteBuf bytes;
    private boolean closed;

    private Kept(int length) {
      this.length = length;
      bytes = Unpooled.buffer(Math.min(length, AT_FIRST), length);
    }

    void add(ByteBuf part) {
      bytes.writeBytes(part, part.readerIndex(), part.readableBytes());
    }

    /** What has come up to now. */
    ByteBuf soFar() {
      return Unpooled.copiedBuffer(bytes);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        bytes.release();
        free.addAndGet(length);
      }
    }
  }

  /** Room for a body of a known length; null if there is not so much. */
  @Nullable Kept take(int length) {
    if (free.addAndGet(-length) < 0) {
      free.addAndGet(length);
      return null;
    }
    return new Kept(length);
  }
}
