package dev.keyfob.cli.output;

import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.system.SafeText;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Builds the objects of {@code --json}, in which what is absent is null. For one thread. */
public final class Json {
  private final JsonObjectBuilder object = JsonText.PROVIDER.createObjectBuilder();

  /** Adds a text. */
  public Json put(String name, String value) {
    object.add(name, value);
    return this;
  }

  /** Adds a truth value. */
  public Json put(String name, boolean value) {
    object.add(name, value);
    return this;
  }

  /** Adds an object or an array. */
  public Json put(String name, JsonValue value) {
    object.add(name, value);
    return this;
  }

  /** Adds a text that may be absent. */
  public Json putText(String name, Optional<String> value) {
    return value.isPresent() ? put(name, value.get()) : putNull(name);
  }

  /** Adds a time that may be absent: RFC 3339 in whole seconds, which every parser reads. */
  public Json putTime(String name, Optional<Instant> value) {
    return value.isPresent()
        ? put(name, value.get().truncatedTo(ChronoUnit.SECONDS).toString())
        : putNull(name);
  }

  /** Adds a length of time, in seconds, that may be absent. */
  public Json putSeconds(String name, Optional<Duration> value) {
    if (value.isEmpty()) {
      return putNull(name);
    }
    object.add(name, value.get().toSeconds());
    return this;
  }

  /** Adds an object that may be absent. */
  public Json putObject(String name, Optional<JsonObject> value) {
    return value.isPresent() ? put(name, value.get()) : putNull(name);
  }

  /** Adds a list of texts. */
  public Json putTexts(String name, List<String> values) {
    JsonArrayBuilder array = JsonText.PROVIDER.createArrayBuilder();
    for (String value : values) {
      array.add(value);
    }
    object.add(name, array);
    return this;
  }

  /** Adds a list of objects. */
  public Json putObjects(String name, List<JsonObject> values) {
    JsonArrayBuilder array = JsonText.PROVIDER.createArrayBuilder();
    for (JsonObject value : values) {
      array.add(value);
    }
    object.add(name, array);
    return this;
  }

  /**
   * Makes the object.
   *
   * @return what was put, in that order
   */
  public JsonObject build() {
    return object.build();
  }

  /**
   * Writes an object on one line.
   *
   * @param value the object
   * @return JSON that a terminal can be shown
   */
  public static String line(JsonObject value) {
    return SafeText.json(JsonText.compact(value));
  }

  private Json putNull(String name) {
    object.addNull(name);
    return this;
  }
}
