package dev.keyfob.auth.api.spi;

import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriterFactory;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * JSON text to {@code jakarta.json} values and back, strictly: UTF-8 only, no duplicate keys,
 * limited depth. Safe for use by many threads.
 */
public final class JsonText {
  /** The provider, looked up once: {@code jakarta.json.Json} would look it up at every call. */
  public static final JsonProvider PROVIDER = JsonProvider.provider();

  private static final JsonReaderFactory READERS =
      PROVIDER.createReaderFactory(
          Map.of(
              JsonConfig.KEY_STRATEGY,
              JsonConfig.KeyStrategy.NONE,
              "org.eclipse.parsson.maxDepth",
              64));

  private JsonText() {}

  /**
   * Parses an object.
   *
   * @param text UTF-8 encoded JSON
   * @return the object
   * @throws JsonException if it is not one well-formed JSON object in UTF-8 with unique keys
   */
  public static JsonObject parseObject(byte[] text) {
    try {
      return parseObject(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
    } catch (CharacterCodingException e) {
      throw new JsonException("not UTF-8", e);
    }
  }

  /**
   * Parses an object.
   *
   * @param text JSON
   * @return the object
   * @throws JsonException if it is not one well-formed JSON object with unique keys
   */
  public static JsonObject parseObject(String text) {
    try (var reader = READERS.createReader(new StringReader(text))) {
      return reader.readObject();
    } catch (JsonException e) {
      throw e;
    } catch (RuntimeException e) {
      // Parsson's answer to text that goes on after the object, or goes too deep
      throw new JsonException("more than one JSON value, or one nested too deeply", e);
    }
  }

  /**
   * Writes a value on one line.
   *
   * @param value what to write
   * @return JSON without white space
   */
  public static String compact(JsonValue value) {
    return value.toString();
  }

  /**
   * Writes a value for people to read.
   *
   * @param value what to write
   * @return indented JSON that ends with a line feed
   */
  public static String pretty(JsonValue value) {
    JsonWriterFactory writers =
        PROVIDER.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
    StringWriter text = new StringWriter();
    try (var writer = writers.createWriter(text)) {
      writer.write(value);
    }
    return text.toString().strip() + "\n";
  }
}
