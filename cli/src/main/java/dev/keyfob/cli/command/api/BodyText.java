package dev.keyfob.cli.command.api;

import dev.keyfob.auth.api.AuthException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** What a body is, by its beginning. */
final class BodyText {
  /** What is held in memory to be filtered or indented. */
  static final int LIMIT = 16 * 1024 * 1024;

  private static final int GLANCE = 8 * 1024;

  private BodyText() {}

  /** All of a body. */
  static String whole(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw AuthException.usage(
          "The answer is larger than "
              + LIMIT / 1024 / 1024
              + " MB, too large to be filtered here;"
              + " write it to a file with -o.",
          null);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A body of which a beginning has been read. */
  static InputStream rest(byte[] beginning, InputStream body) {
    return new SequenceInputStream(new ByteArrayInputStream(beginning), body);
  }

  /** Whether what begins so is no text: it has a zero byte, or is not UTF-8. */
  static boolean isBinary(byte[] beginning) {
    int length = Math.min(beginning.length, GLANCE);
    for (int i = 0; i < length; i++) {
      if (beginning[i] == 0) {
        return true;
      }
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result =
        decoder.decode(
            ByteBuffer.wrap(beginning, 0, length),
            CharBuffer.allocate(length + 1),
            length == beginning.length && length < GLANCE);
    return result.isError();
  }
}
