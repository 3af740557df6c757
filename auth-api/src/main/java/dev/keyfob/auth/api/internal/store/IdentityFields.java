package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of an identity answer that is shown and kept. */
public final class IdentityFields {
  private static final Pattern INDEX = Pattern.compile("\\d{1,4}");

  private IdentityFields() {}

  /**
   * Picks the profile's identity fields out of an answer of whatever shape. Fields that are missing
   * or not simple values are left out; many services wrap the answer in {@code data}.
   *
   * @return the fields found; empty if there is none
   */
  public static Optional<JsonObject> pick(ServiceProfile profile, JsonObject answer) {
    JsonObjectBuilder user = JsonText.PROVIDER.createObjectBuilder();
    boolean any = false;
    for (String field : profile.identityFields()) {
      JsonValue value = at(answer, field);
      if (value == null && answer.get("data") instanceof JsonObject data) {
        value = at(data, field);
      }
      if (value != null && !value.equals(JsonValue.NULL) && !(value instanceof JsonArray)) {
        user.add(field.substring(field.lastIndexOf('.') + 1), value);
        any = true;
      }
    }
    return any ? Optional.of(user.build()) : Optional.empty();
  }

  /**
   * The stored form: the new fields, and what other tools have put beside the old ones. Old values
   * of the identity fields go, they may be another person's.
   */
  public static JsonObject merge(
      ServiceProfile profile, Optional<JsonObject> previous, JsonObject fresh) {
    JsonObjectBuilder merged =
        JsonText.PROVIDER.createObjectBuilder(previous.orElse(JsonValue.EMPTY_JSON_OBJECT));
    profile
        .identityFields()
        .forEach(field -> merged.remove(field.substring(field.lastIndexOf('.') + 1)));
    fresh.forEach(merged::add);
    return merged.build();
  }

  private static @Nullable JsonValue at(JsonObject object, String path) {
    JsonValue value = object;
    for (String name : path.split("\\.", -1)) {
      if (value instanceof JsonObject inner) {
        value = inner.get(name);
      } else if (value instanceof JsonArray list && INDEX.matcher(name).matches()) {
        int index = Integer.parseInt(name);
        value = index < list.size() ? list.get(index) : null;
      } else {
        return null;
      }
    }
    return value instanceof JsonObject ? null : value;
  }
}
