package dev.keyfob.auth.api.internal.profile;

import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Applies the environment to a profile's JSON: {@code KEYFOB_<PROFILE>_…} first, then the variables
 * that the profile itself lists for a setting.
 */
public final class ProfileOverrides {
  // setting, suffix of the keyfob variable
  private static final Map<String, String> OAUTH_SETTINGS =
      Map.of(
          "clientId", "CLIENT_ID",
          "clientSecret", "CLIENT_SECRET",
          "issuer", "ISSUER",
          "authorizationEndpoint", "AUTHORIZATION_ENDPOINT",
          "tokenEndpoint", "TOKEN_ENDPOINT",
          "revocationEndpoint", "REVOCATION_ENDPOINT",
          "deviceAuthorizationEndpoint", "DEVICE_AUTHORIZATION_ENDPOINT",
          "userinfoEndpoint", "USERINFO_ENDPOINT",
          "endpointBaseUri", "OAUTH_BASE_URL",
          "scopes", "SCOPES");

  private final String prefix;
  private final JsonObject document;
  private final Map<String, String> environment;
  private final Map<String, String> applied = new TreeMap<>();

  private ProfileOverrides(String name, JsonObject document, Map<String, String> environment) {
    this.prefix = prefix(name);
    this.document = document;
    this.environment = environment;
  }

  /** {@code KEYFOB_MY_SERVICE_} for the profile {@code my-service}. */
  static String prefix(String profile) {
    StringBuilder prefix = new StringBuilder("KEYFOB_");
    for (char c : profile.toUpperCase(Locale.ROOT).toCharArray()) {
      prefix.append((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_');
    }
    return prefix.append('_').toString();
  }

  static JsonObject apply(String name, JsonObject document, Map<String, String> environment) {
    return new ProfileOverrides(name, document, environment).apply();
  }

  /**
   * Which settings the environment replaces, and by which variable, in the order of their names.
   */
  public static Map<String, String> applied(
      String name, JsonObject document, Map<String, String> environment) {
    ProfileOverrides overrides = new ProfileOverrides(name, document, environment);
    overrides.apply();
    return overrides.applied;
  }

  private JsonObject apply() {
    JsonObjectBuilder changed = JsonText.PROVIDER.createObjectBuilder(document);
    String api = override("apiBaseUri", "API_URL", "");
    if (!api.isEmpty()) {
      changed.add("apiBaseUri", api);
    }
    String organization = override("organization", "ORGANIZATION", "");
    if (!organization.isEmpty()) {
      changed.add("organization", organization);
    }
    if (isTrue(override("allowHttp", "ALLOW_HTTP", ""))) {
      changed.add("allowHttp", true);
    }
    if (document.get("oauth") instanceof JsonObject oauth) {
      changed.add("oauth", oauth(oauth));
    }
    changed.add("environment", credentialVariables());
    return changed.build();
  }

  private JsonObject oauth(JsonObject oauth) {
    JsonObjectBuilder changed = JsonText.PROVIDER.createObjectBuilder(oauth);
    OAUTH_SETTINGS.forEach(
        (setting, suffix) -> {
          String value = override(setting, suffix, "oauth.");
          if (!value.isEmpty()) {
            changed.add(setting, value);
          }
        });
    return changed.build();
  }

  /**
   * keyfob's own variables are part of the lists, so that whoever reads them sees only one list.
   */
  private JsonObject credentialVariables() {
    JsonObject listed =
        document.get("environment") instanceof JsonObject object
            ? object
            : JsonValue.EMPTY_JSON_OBJECT;
    JsonObjectBuilder changed = JsonText.PROVIDER.createObjectBuilder(listed);
    changed.add(
        ServiceProfile.API_KEY_ROLE,
        withFirst(prefix + "API_KEY", listed.get(ServiceProfile.API_KEY_ROLE)));
    changed.add(
        ServiceProfile.TOKEN_ROLE,
        withFirst(prefix + "TOKEN", listed.get(ServiceProfile.TOKEN_ROLE)));
    return changed.build();
  }

  private static JsonArrayBuilder withFirst(
      String variable, @org.jspecify.annotations.Nullable JsonValue listed) {
    JsonArrayBuilder list = JsonText.PROVIDER.createArrayBuilder().add(variable);
    if (listed instanceof JsonArray array) {
      array.forEach(list::add);
    } else if (listed instanceof JsonString) {
      list.add(listed);
    }
    return list;
  }

  private String override(String setting, String suffix, String path) {
    List<String> variables = new ArrayList<>(List.of(prefix + suffix));
    if (document.get("environment") instanceof JsonObject lists) {
      // Not a switch over types, which is set up at run time, for 10 ms of every command. A wrong
      // type is reported when the profile is read.
      JsonValue listed = lists.get(setting);
      if (listed instanceof JsonArray array) {
        array.stream()
            .filter(JsonString.class::isInstance)
            .forEach(name -> variables.add(((JsonString) name).getString()));
      } else if (listed instanceof JsonString name) {
        variables.add(name.getString());
      }
    }
    for (String variable : variables) {
      String value = environment.getOrDefault(variable, "").strip();
      if (!value.isEmpty()) {
        applied.put(path + setting, variable);
        return value;
      }
    }
    return "";
  }

  private static boolean isTrue(String value) {
    return value.equals("1") || value.equalsIgnoreCase("true");
  }
}
