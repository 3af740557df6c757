package dev.keyfob.auth.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutgoingRequestTests {
  private static final URI TARGET = URI.create("https://api.acme.test/v1?token=secret");

  @TempDir private Path directory;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();

  @Test
  void readBody_text_isReadAsOftenAsAsked() {
    OutgoingRequest request = post(BodyPublishers.ofString("hello"));

    assertTrue(read(request));
    assertTrue(read(request));
    assertEquals("hellohello", read.toString(StandardCharsets.UTF_8));
  }

  @Test
  void readBody_fileLargerThanOneBuffer_isReadWhole() throws IOException {
    Path file = Files.writeString(directory.resolve("body"), "x".repeat(100_000));

    assertTrue(read(post(BodyPublishers.ofFile(file))));
    assertEquals(100_000, read.size());
  }

  @Test
  void readBody_stream_isLeftAlone() {
    OutgoingRequest request =
        post(
            BodyPublishers.ofInputStream(
                () -> {
                  throw new AssertionError("must not be opened");
                }));

    assertTrue(request.hasBody());
    assertFalse(read(request));
  }

  @Test
  void readBody_sourceThatFails_isAUsageError() {
    BodyPublisher shrunk =
        BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(FailingStream::new), 10);

    assertThrows(AuthException.Misconfigured.class, () -> read(post(shrunk)));
  }

  @Test
  void readBody_noBody_readsNothing() {
    OutgoingRequest request = OutgoingRequest.of("GET", TARGET);

    assertFalse(request.hasBody());
    assertTrue(read(request));
    assertEquals(0, read.size());
  }

  @Test
  void toString_always_leavesTheQueryOut() {
    assertEquals(
        "OutgoingRequest[GET api.acme.test/v1]", OutgoingRequest.of("GET", TARGET).toString());
  }

  private boolean read(OutgoingRequest request) {
    return request.readBody(
        piece -> {
          byte[] bytes = new byte[piece.remaining()];
          piece.get(bytes);
          read.writeBytes(bytes);
        });
  }

  private static OutgoingRequest post(BodyPublisher body) {
    return OutgoingRequest.of(HttpRequest.newBuilder(TARGET).POST(body).build());
  }

  private static final class FailingStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("gone");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      throw new IOException("gone");
    }
  }
}
