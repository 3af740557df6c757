package dev.keyfob.junit;

import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.junit.keycloak.Representations;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * Makes a realm's representation of what an annotation says.
 *
 * @param annotation what is said
 * @param testClass where it is said
 */
record RealmDescription(KeycloakRealm annotation, Class<?> testClass) {
  private static final String CLIENTS = "clients";
  private static final int HASH_DIGITS = 12;

  JsonObject representation() {
    if (!annotation.file().isEmpty()) {
      if (!annotation.name().isEmpty()) {
        throw new ExtensionConfigurationException(
            "@KeycloakRealm of %s has a name and a file, which has a name of its own"
                .formatted(testClass.getName()));
      }
      JsonObject file = file();
      return described(file, file.getString("realm", ""));
    }
    JsonObject unnamed =
        JsonText.PROVIDER
            .createObjectBuilder()
            .add("enabled", true)
            .add("sslRequired", "none")
            .add("accessTokenLifespan", annotation.accessTokenSeconds())
            .build();
    String name = annotation.name();
    if (name.isEmpty()) {
      name = "test-" + digest(described(unnamed, ""));
    }
    return described(
        JsonText.PROVIDER.createObjectBuilder(unnamed).add("realm", name).build(), name);
  }

  private JsonObject file() {
    try (InputStream in = testClass.getResourceAsStream(annotation.file())) {
      if (in == null) {
        throw new ExtensionConfigurationException(
            "@KeycloakRealm of %s: there is no resource %s"
                .formatted(testClass.getName(), annotation.file()));
      }
      return JsonText.parseObject(in.readAllBytes());
    } catch (IOException | JsonException e) {
      throw new ExtensionConfigurationException(
          "@KeycloakRealm of %s: %s is not a JSON object"
              .formatted(testClass.getName(), annotation.file()),
          e);
    }
  }

  private JsonObject described(JsonObject realm, String name) {
    JsonObjectBuilder all = JsonText.PROVIDER.createObjectBuilder(realm);
    if (array(realm, CLIENTS).stream().noneMatch(this::isTheClient)) {
      all.add(CLIENTS, with(realm, CLIENTS).add(client()));
    }
    if (annotation.users().length > 0) {
      all.add("roles", roles(realm));
      JsonArrayBuilder users = with(realm, "users");
      for (TestUser user : annotation.users()) {
        users.add(user(user, name));
      }
      all.add("users", users);
    }
    return all.build();
  }

  private boolean isTheClient(JsonValue client) {
    return client instanceof JsonObject object
        && object.getString("clientId", "").equals(annotation.client());
  }

  private JsonObject client() {
    JsonArrayBuilder mappers = JsonText.PROVIDER.createArrayBuilder();
    for (String audience : annotation.audiences()) {
      mappers.add(
          JsonText.PROVIDER
              .createObjectBuilder()
              .add("name", "audience " + audience)
              .add("protocol", "openid-connect")
              .add("protocolMapper", "oidc-audience-mapper")
              .add(
                  "config",
                  JsonText.PROVIDER
                      .createObjectBuilder()
                      .add("included.custom.audience", audience)
                      .add("access.token.claim", "true")));
    }
    return JsonText.PROVIDER
        .createObjectBuilder(Representations.publicClient(annotation.client()))
        .add("protocolMappers", mappers)
        .build();
  }

  private JsonObject roles(JsonObject realm) {
    JsonObject roles =
        realm.get("roles") instanceof JsonObject there ? there : JsonValue.EMPTY_JSON_OBJECT;
    JsonArrayBuilder named = with(roles, "realm");
    Set<String> known = new TreeSet<>();
    for (JsonValue role : array(roles, "realm")) {
      known.add(role.asJsonObject().getString("name", ""));
    }
    for (TestUser user : annotation.users()) {
      for (String role : user.roles()) {
        if (known.add(role)) {
          named.add(JsonText.PROVIDER.createObjectBuilder().add("name", role));
        }
      }
    }
    return JsonText.PROVIDER.createObjectBuilder(roles).add("realm", named).build();
  }

  private static JsonObject user(TestUser user, String realm) {
    JsonArrayBuilder roles =
        JsonText.PROVIDER
            .createArrayBuilder()
            .add("default-roles-" + realm.toLowerCase(Locale.ROOT));
    for (String role : user.roles()) {
      roles.add(role);
    }
    String password = user.password().isEmpty() ? user.name() : user.password();
    return JsonText.PROVIDER
        .createObjectBuilder(Representations.user(user.name(), password))
        .add("realmRoles", roles)
        .build();
  }

  private static JsonArrayBuilder with(JsonObject object, String name) {
    return JsonText.PROVIDER.createArrayBuilder(array(object, name));
  }

  private static JsonArray array(JsonObject object, String name) {
    return object.get(name) instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
  }

  private static String digest(JsonObject described) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(JsonText.compact(described).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
