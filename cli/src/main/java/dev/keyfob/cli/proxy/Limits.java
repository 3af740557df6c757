package dev.keyfob.cli.proxy;

import io.netty.handler.codec.http.HttpDecoderConfig;

/**
 * What one program, or a stranger on the same machine, may take up. Strangers can connect too,
 * though they get nothing without the secret. Times are in seconds, sizes in bytes.
 */
final class Limits {
  /** For a connection that has not shown the secret yet to send a request that does. */
  static final int FIRST_REQUEST = 15;

  /** For a connection between two requests. */
  static final int NEXT_REQUEST = 120;

  /** Without a byte of a request's body, or of an answer that the program does not take. */
  static final int STALLED = 120;

  /** For the service to begin its answer. */
  static final int ANSWER = 300;

  /** For the service to go on with an answer; streams of events may be silent for long. */
  static final int SILENCE = 900;

  /** For what is left of the body of a request that has been answered already. */
  static final int DRAIN = 10;

  /** For a program to take the end of the last answer. */
  static final int LINGER = 2;

  /** For a connection to a service to be made, in milliseconds. */
  static final int CONNECT_MILLIS = 10_000;

  /** Connections that have not shown the secret; the oldest gives way to the next. */
  static final int STRANGERS = 1024;

  /** Connections that have. */
  static final int PROGRAMS = 4096;

  /** A body up to here is kept, so that it can be sent again after a renewal. */
  static final int REPEATABLE = 1 << 20;

  /** What all kept bodies may take together. */
  static final int REPEATABLE_TOGETHER = 32 << 20;

  private static final int REQUEST_LINE = 16 * 1024;
  private static final int HEADERS = 32 * 1024;
  private static final int ANSWER_HEADERS = 256 * 1024;

  private Limits() {}

  /** How requests are read. */
  static HttpDecoderConfig requests() {
    return new HttpDecoderConfig().setMaxInitialLineLength(REQUEST_LINE).setMaxHeaderSize(HEADERS);
  }

  /** How answers are read: the service is trusted with more than a program. */
  static HttpDecoderConfig answers() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(REQUEST_LINE)
        .setMaxHeaderSize(ANSWER_HEADERS);
  }
}
