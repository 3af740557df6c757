package dev.keyfob.junit.keycloak;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A realm as Keycloak imports it.
 *
 * @param json its representation
 */
record RealmDocument(JsonObject json) {
  private static final String CLIENTS = "clients";

  RealmDocument {
    if (text(json, "realm").isEmpty()) {
      throw new IllegalArgumentException("a realm has to have its name in the member \"realm\"");
    }
  }

  String name() {
    return json.getString("realm");
  }

  /** The same with a public client of that id, unless it has one. */
  RealmDocument withClient(String id) {
    JsonArray clients = array(json, CLIENTS);
    if (clients.stream().anyMatch(client -> isNamed(client, id))) {
      return this;
    }
    JsonArrayBuilder all =
        JsonText.PROVIDER.createArrayBuilder(clients).add(Representations.publicClient(id));
    JsonObjectBuilder realm = JsonText.PROVIDER.createObjectBuilder(json);
    return new RealmDocument(realm.add(CLIENTS, all).build());
  }

  private static boolean isNamed(JsonValue client, String id) {
    return client instanceof JsonObject object && text(object, "clientId").equals(Optional.of(id));
  }

  /** The passwords of its users, as far as they are there in plain text. */
  Map<String, Secret> passwords() {
    Map<String, Secret> passwords = new HashMap<>();
    for (JsonValue entry : array(json, "users")) {
      if (entry instanceof JsonObject user) {
        text(user, "username")
            .ifPresent(
                name -> password(user).ifPresent(word -> passwords.put(name, Secret.of(word))));
      }
    }
    return passwords;
  }

  private static Optional<String> password(JsonObject user) {
    return array(user, "credentials").stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonValue::asJsonObject)
        .filter(credential -> text(credential, "type").equals(Optional.of("password")))
        .flatMap(credential -> text(credential, "value").stream())
        .findFirst();
  }

  private static Optional<String> text(JsonObject object, String name) {
    return object.get(name) instanceof JsonString text && !text.getString().isBlank()
        ? Optional.of(text.getString())
        : Optional.empty();
  }

  private static JsonArray array(JsonObject object, String name) {
    return object.get(name) instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
  }
}
