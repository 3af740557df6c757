package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.HostUri;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.stability.Evolving;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Typed reading of a JSON object whose unknown keys are none of the reader's business.
 *
 * <p>A field that is absent or {@code null} is empty; one of the wrong type is reported through the
 * function given, with a message that names the field and not its value. Immutable.
 */
@Evolving
public final class JsonFields {
  // instanceof throughout: a switch over types is set up at run time, for 10 ms of every command.
  private final JsonObject object;
  private final String path;
  private final Function<String, ? extends AuthException> problem;

  private JsonFields(
      JsonObject object, String path, Function<String, ? extends AuthException> problem) {
    this.object = object;
    this.path = path;
    this.problem = problem;
  }

  /**
   * Reads an object.
   *
   * @param object what to read
   * @param problem makes the exception for a field of the wrong type from a phrase such as
   *     "oauth.scopes is not a list of texts"
   * @return the reader
   */
  public static JsonFields of(
      JsonObject object, Function<String, ? extends AuthException> problem) {
    return new JsonFields(object, "", problem);
  }

  /**
   * Reads a profile. What is wrong is reported as {@link AuthException.Misconfigured}, with the
   * command that shows the profile.
   *
   * @param profile the profile
   * @return the reader of its document
   */
  public static JsonFields of(ServiceProfile profile) {
    return of(profile.document(), profile);
  }

  /**
   * Reads a part of a profile, reporting as {@link #of(ServiceProfile)} does.
   *
   * @param object the part
   * @param profile the profile
   * @return the reader of the part
   */
  public static JsonFields of(JsonObject object, ServiceProfile profile) {
    return of(
        object,
        problem ->
            AuthException.usage(
                "The profile " + profile.name() + " is malformed: " + problem + ".",
                "keyfob profile show " + profile.name()));
  }

  /**
   * The object being read.
   *
   * @return the whole object, unknown keys and all
   */
  public JsonObject object() {
    return object;
  }

  /**
   * Reads a text; a blank one counts as absent.
   *
   * @param name the field
   * @return its value
   */
  public Optional<String> text(String name) {
    JsonValue value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonString s) {
      return Optional.of(s.getString()).filter(t -> !t.isBlank());
    }
    throw wrong(name, "a text");
  }

  /**
   * Reads a secret; a blank one counts as absent.
   *
   * @param name the field
   * @return its value
   */
  public Optional<Secret> secret(String name) {
    return text(name).map(Secret::of);
  }

  /**
   * Reads an absolute URI.
   *
   * @param name the field
   * @return its value
   */
  public Optional<URI> uri(String name) {
    return text(name)
        .map(
            text -> {
              try {
                URI uri = HostUri.of(text);
                if (uri.isAbsolute() && uri.getHost() != null) {
                  return uri;
                }
              } catch (IllegalArgumentException e) {
                // reported below, as one that is merely relative
              }
              throw wrong(name, "an absolute URL");
            });
  }

  /**
   * Reads a list of texts; a single text is a list of one.
   *
   * @param name the field
   * @return its values; empty if absent
   */
  public List<String> texts(String name) {
    JsonValue value = value(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof JsonString s) {
      return s.getString().isBlank() ? List.of() : List.of(s.getString());
    }
    if (!(value instanceof JsonArray array)) {
      throw wrong(name, "a list of texts");
    }
    List<String> texts = new ArrayList<>(array.size());
    for (JsonValue item : array) {
      if (!(item instanceof JsonString s)) {
        throw wrong(name, "a list of texts");
      }
      texts.add(s.getString());
    }
    return List.copyOf(texts);
  }

  /**
   * Reads a list of whole numbers.
   *
   * @param name the field
   * @return its values; empty if absent
   */
  public List<Integer> integers(String name) {
    if (value(name) == null) {
      return List.of();
    }
    if (!(value(name) instanceof JsonArray array)) {
      throw wrong(name, "a list of whole numbers");
    }
    List<Integer> numbers = new ArrayList<>(array.size());
    for (JsonValue item : array) {
      numbers.add(exact(name, item, "a list of whole numbers"));
    }
    return List.copyOf(numbers);
  }

  /**
   * Reads a whole number.
   *
   * @param name the field
   * @return its value
   */
  public OptionalInt integer(String name) {
    JsonValue value = value(name);
    return value == null
        ? OptionalInt.empty()
        : OptionalInt.of(exact(name, value, "a whole number"));
  }

  /**
   * Reads a length of time in whole seconds, more than zero.
   *
   * @param name the field
   * @return its value
   */
  public Optional<Duration> seconds(String name) {
    OptionalInt seconds = integer(name);
    if (seconds.isPresent() && seconds.getAsInt() <= 0) {
      throw wrong(name, "a number of seconds above zero");
    }
    return seconds.isPresent()
        ? Optional.of(Duration.ofSeconds(seconds.getAsInt()))
        : Optional.empty();
  }

  /**
   * Reads a point in time in ISO 8601.
   *
   * @param name the field
   * @return its value
   */
  public Optional<Instant> instant(String name) {
    return text(name)
        .map(
            text -> {
              try {
                return Timestamps.parse(text);
              } catch (DateTimeException e) {
                throw wrong(name, "a time such as 2026-01-31T12:00:00Z");
              }
            });
  }

  /**
   * Reads a yes or no.
   *
   * @param name the field
   * @return its value; false if absent
   */
  public boolean flag(String name) {
    JsonValue value = value(name);
    if (value == null || value.getValueType() == JsonValue.ValueType.FALSE) {
      return false;
    }
    if (value.getValueType() == JsonValue.ValueType.TRUE) {
      return true;
    }
    throw wrong(name, "true or false");
  }

  /**
   * Reads an object.
   *
   * @param name the field
   * @return a reader of it
   */
  public Optional<JsonFields> object(String name) {
    JsonValue value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonObject o) {
      return Optional.of(new JsonFields(o, path + name + ".", problem));
    }
    throw wrong(name, "an object");
  }

  /**
   * Reads an object that may be left out.
   *
   * @param name the field
   * @return a reader of it; of an empty one if the field is absent
   */
  public JsonFields objectOrEmpty(String name) {
    return object(name)
        .orElseGet(() -> new JsonFields(JsonValue.EMPTY_JSON_OBJECT, path + name + ".", problem));
  }

  /**
   * The exception for a field that has the right type but not a sensible value.
   *
   * @param name the field
   * @param what what it should be, as in "a list of texts"
   * @return the exception to throw
   */
  public AuthException wrong(String name, String what) {
    return problem.apply(path + name + " is not " + what);
  }

  private @Nullable JsonValue value(String name) {
    JsonValue value = object.get(name);
    return JsonValue.NULL.equals(value) ? null : value;
  }

  private int exact(String name, JsonValue value, String what) {
    if (value instanceof JsonNumber number) {
      try {
        return number.intValueExact();
      } catch (ArithmeticException e) {
        throw wrong(name, what);
      }
    }
    throw wrong(name, what);
  }
}
