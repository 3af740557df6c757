package dev.keyfob.auth.oauth.protocol;

import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What identity providers answer in place of a plain JSON object (RFC 6749 section 5.1): one after
 * a byte order mark, one wrapped in {@code data}, or a form. The media type says nothing: JSON
 * comes as {@code text/plain} and as {@code text/html} too.
 */
public final class AnswerBody {
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final List<String> TELLING =
      List.of("access_token", "refresh_token", "device_code", "error");

  private AnswerBody() {}

  /** The object in an answer; empty if it is none of these. */
  public static Optional<JsonObject> object(byte[] body) {
    byte[] text = withoutMark(body);
    try {
      return Optional.of(unwrapped(JsonText.parseObject(text)));
    } catch (JsonException e) {
      return form(text);
    }
  }

  /** A text without its byte order mark. */
  public static byte[] withoutMark(byte[] body) {
    return body.length >= MARK.length && Arrays.equals(body, 0, MARK.length, MARK, 0, MARK.length)
        ? Arrays.copyOfRange(body, MARK.length, body.length)
        : body;
  }

  private static JsonObject unwrapped(JsonObject object) {
    return !isTelling(object.keySet())
            && object.get("data") instanceof JsonObject data
            && isTelling(data.keySet())
        ? data
        : object;
  }

  private static boolean isTelling(Iterable<String> names) {
    for (String name : names) {
      if (TELLING.contains(name)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<JsonObject> form(byte[] text) {
    Optional<Map<String, String>> fields =
        QueryParameters.parse(new String(text, StandardCharsets.UTF_8).strip())
            .filter(form -> isTelling(form.keySet()));
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    JsonObjectBuilder object = JsonText.PROVIDER.createObjectBuilder();
    fields.get().forEach(object::add);
    return Optional.of(object.build());
  }
}
