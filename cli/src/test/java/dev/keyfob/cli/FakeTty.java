package dev.keyfob.cli;

import dev.keyfob.cli.system.Tty;

/** Streams that are terminals or not, as told. */
public record FakeTty(boolean in, boolean out, boolean err) implements Tty {
  public static final FakeTty NONE = new FakeTty(false, false, false);
  public static final FakeTty ALL = new FakeTty(true, true, true);
}
