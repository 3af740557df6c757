package dev.keyfob.auth.oauth.wire;

import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.config.PropertyVisibilityStrategy;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** Binds answers of identity providers to records. Loaded only where such an answer is expected. */
public final class WireBinding {
  private WireBinding() {}

  /**
   * Binds an object; unknown fields are ignored.
   *
   * @param object an answer that was parsed strictly
   * @param type a record in this package
   * @return the record, null where a field is missing or null
   * @throws JsonException if a field is of the wrong type
   */
  public static <T> T bind(JsonObject object, Class<T> type) {
    JsonbConfig config = new JsonbConfig().withPropertyVisibilityStrategy(new ComponentsOnly());
    // Not closed: that would release injected components, of which there are none.
    Jsonb jsonb =
        JsonbBuilder.newBuilder().withConfig(config).withProvider(JsonText.PROVIDER).build();
    try {
      return jsonb.fromJson(JsonText.compact(object), type);
    } catch (JsonbException e) {
      throw new JsonException("a field is of the wrong type", e);
    }
  }

  /** Accessors are invisible to reflection from another module; the fields are opened to it. */
  private static final class ComponentsOnly implements PropertyVisibilityStrategy {
    @Override
    public boolean isVisible(Field field) {
      return true;
    }

    @Override
    public boolean isVisible(Method method) {
      return false;
    }
  }
}
