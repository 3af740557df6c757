package dev.keyfob.cli.output;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;

/** The fields by which a service names a person. */
public final class Users {
  private Users() {}

  /**
   * The value that names a person best, which profiles list first.
   *
   * @param user the fields
   * @return the first value; empty if there is none
   */
  public static Optional<String> name(JsonObject user) {
    return user.isEmpty() ? Optional.empty() : Optional.of(text(user.values().iterator().next()));
  }

  /**
   * A value as people write it.
   *
   * @param value any value
   * @return a text without its quotes, or JSON
   */
  public static String text(JsonValue value) {
    return value instanceof JsonString text ? text.getString() : value.toString();
  }
}
