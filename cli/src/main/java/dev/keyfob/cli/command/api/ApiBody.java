package dev.keyfob.cli.command.api;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.system.SystemEnvironment;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, which can be sent again after a renewal: a text, or a file of any size
 * that is read while it is sent. What comes through a pipe and is too long to be kept in memory is
 * put into a file of the user's own, and deleted in the end. For one thread.
 */
final class ApiBody implements AutoCloseable {
  private static final String NUMBER = "-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?";
  private static final int IN_MEMORY = 1 << 20;

  private final byte @Nullable [] content;
  private final @Nullable Path file;
  private final @Nullable Path spooled;

  private ApiBody(byte @Nullable [] content, @Nullable Path file, @Nullable Path spooled) {
    this.content = content;
    this.file = file;
    this.spooled = spooled;
  }

  private static ApiBody of(byte[] content) {
    return new ApiBody(content, null, null);
  }

  static ApiBody of(ApiRequest request, SystemEnvironment system) {
    if (request.data().isPresent()) {
      return of(request.data().get(), system);
    }
    if (request.fields().isEmpty() || ApiRequest.isBodiless(request.method())) {
      return new ApiBody(null, null, null);
    }
    JsonObjectBuilder object = JsonText.PROVIDER.createObjectBuilder();
    for (ApiField field : request.fields()) {
      object.add(
          field.name(),
          field.typed()
              ? value(field.value(), system)
              : JsonText.PROVIDER.createValue(field.value()));
    }
    return of(utf8(JsonText.compact(object.build())));
  }

  private static ApiBody of(String data, SystemEnvironment system) {
    if (data.equals("-") || data.equals("@-")) {
      return ofStream(system.in(), "standard input");
    }
    if (!data.startsWith("@")) {
      return of(utf8(data));
    }
    String name = data.substring(1);
    Path path = system.workingDirectory().resolve(name);
    try {
      if (Files.isRegularFile(path)) {
        try (InputStream readable = Files.newInputStream(path)) {
          int _ = readable.read(); // or it would be said in the middle of the request
        }
        return new ApiBody(null, path, null);
      }
      try (InputStream in = Files.newInputStream(path)) {
        return ofStream(in, name);
      }
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** Not known to give the same bytes twice, and of a length that only its end tells. */
  private static ApiBody ofStream(InputStream in, String name) {
    try {
      byte[] beginning = in.readNBytes(IN_MEMORY);
      if (beginning.length < IN_MEMORY) {
        return of(beginning);
      }
      Path rest = Files.createTempFile("keyfob-", ".body"); // readable by its owner only
      rest.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(rest)) {
        out.write(beginning);
        in.transferTo(out);
      }
      return new ApiBody(null, rest, rest);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static AuthException unreadable(String name, IOException e) {
    return AuthException.usage("Cannot read " + name + ": " + FileFailure.reason(e) + ".", null);
  }

  boolean isPresent() {
    return content != null || file != null;
  }

  /** In bytes. */
  long length() {
    if (content != null) {
      return content.length;
    }
    return file == null ? 0 : file.toFile().length();
  }

  /** Reads it anew for each request. */
  BodyPublisher publisher() {
    if (content != null) {
      return BodyPublishers.ofByteArray(content);
    }
    try {
      return file == null ? BodyPublishers.noBody() : BodyPublishers.ofFile(file);
    } catch (IOException e) {
      throw unreadable(String.valueOf(file), e);
    }
  }

  /** The first bytes, to be shown. */
  byte[] beginning(int limit) {
    if (content != null) {
      return content.length <= limit ? content : Arrays.copyOf(content, limit);
    }
    if (file == null) {
      return new byte[0];
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(limit);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /** Numbers, true, false and null are themselves; {@code @file} is a file's text. */
  private static JsonValue value(String text, SystemEnvironment system) {
    return switch (text) {
      case "true" -> JsonValue.TRUE;
      case "false" -> JsonValue.FALSE;
      case "null" -> JsonValue.NULL;
      default -> {
        if (text.matches(NUMBER)) {
          yield JsonText.PROVIDER.createValue(new BigDecimal(text));
        }
        yield JsonText.PROVIDER.createValue(text.startsWith("@") ? text(text, system) : text);
      }
    };
  }

  private static String text(String name, SystemEnvironment system) {
    try (ApiBody read = of(name, system)) {
      return new String(read.beginning(Integer.MAX_VALUE), StandardCharsets.UTF_8);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Deletes what was put aside. */
  @Override
  public void close() {
    if (spooled != null) {
      try {
        Files.deleteIfExists(spooled);
      } catch (IOException e) {
        // tried once more when the process ends
      }
    }
  }
}
