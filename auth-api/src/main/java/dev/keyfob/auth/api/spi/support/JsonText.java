package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.stability.Evolving;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriterFactory;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * JSON text to {@code jakarta.json} values and back, strictly: UTF-8 only, no duplicate keys,
 * limited depth. Safe for use by many threads.
 */
@Evolving
public final class JsonText {
  /** The provider, looked up once: {@code jakarta.json.Json} would look it up at every call. */
  public static final JsonProvider PROVIDER = JsonProvider.provider();

  private static final JsonParserFactory PARSERS =
      PROVIDER.createParserFactory(Map.of("org.eclipse.parsson.maxDepth", 64));

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
    try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
      if (!parser.hasNext() || parser.next() != JsonParser.Event.START_OBJECT) {
        throw new JsonException("not a JSON object");
      }
      JsonObject object = object(parser);
      if (parser.hasNext()) {
        throw new JsonException("more than one JSON value");
      }
      return object;
    } catch (JsonException e) {
      throw e;
    } catch (RuntimeException e) {
      // Parsson's answer to too much depth and to numbers of absurd size
      throw new JsonException("not acceptable JSON", e);
    }
  }

  // Parsson rejects duplicate keys only when it reads through a JsonReader, which in turn does not
  // notice text after the object.
  private static JsonObject object(JsonParser parser) {
    JsonObjectBuilder object = PROVIDER.createObjectBuilder();
    Set<String> keys = new HashSet<>();
    while (parser.next() != JsonParser.Event.END_OBJECT) {
      String key = parser.getString();
      if (!keys.add(key)) {
        throw new JsonException("a key is there twice");
      }
      object.add(key, value(parser, parser.next()));
    }
    return object.build();
  }

  private static JsonValue value(JsonParser parser, JsonParser.Event event) {
    return switch (event) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      default -> parser.getValue();
    };
  }

  private static JsonArray array(JsonParser parser) {
    JsonArrayBuilder array = PROVIDER.createArrayBuilder();
    JsonParser.Event event = parser.next();
    while (event != JsonParser.Event.END_ARRAY) {
      array.add(value(parser, event));
      event = parser.next();
    }
    return array.build();
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
