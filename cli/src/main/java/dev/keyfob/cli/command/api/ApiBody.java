package dev.keyfob.cli.command.api;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.system.SystemEnvironment;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** The body of a request, read whole so that it can be sent again after a renewal. */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
record ApiBody(boolean isPresent, byte[] content) {
  private static final String NUMBER = "-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?";

  static ApiBody of(ApiRequest request, SystemEnvironment system) {
    if (request.data().isPresent()) {
      return new ApiBody(true, read(request.data().get(), system));
    }
    if (request.fields().isEmpty() || ApiRequest.isBodiless(request.method())) {
      return new ApiBody(false, new byte[0]);
    }
    JsonObjectBuilder object = JsonText.PROVIDER.createObjectBuilder();
    for (ApiField field : request.fields()) {
      object.add(
          field.name(),
          field.typed()
              ? value(field.value(), system)
              : JsonText.PROVIDER.createValue(field.value()));
    }
    return new ApiBody(true, utf8(JsonText.compact(object.build())));
  }

  BodyPublisher publisher() {
    return isPresent ? BodyPublishers.ofByteArray(content) : BodyPublishers.noBody();
  }

  private static byte[] read(String data, SystemEnvironment system) {
    try {
      if (data.equals("-") || data.equals("@-")) {
        return system.in().readAllBytes();
      }
      return data.startsWith("@")
          ? Files.readAllBytes(system.workingDirectory().resolve(data.substring(1)))
          : utf8(data);
    } catch (IOException e) {
      throw AuthException.usage(
          "Cannot read " + data.substring(1) + ": " + FileFailure.reason(e) + ".", null);
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
        yield JsonText.PROVIDER.createValue(
            text.startsWith("@") ? new String(read(text, system), StandardCharsets.UTF_8) : text);
      }
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "ApiBody[" + content.length + " bytes]";
  }
}
