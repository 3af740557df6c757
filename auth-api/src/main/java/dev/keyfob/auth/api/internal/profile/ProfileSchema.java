package dev.keyfob.auth.api.internal.profile;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The keys that a profile can have, and what kind of value each of them has. Looked at only where a
 * person writes a profile; whoever reads one asks for the keys that it needs.
 */
public final class ProfileSchema {
  /** What a value is. */
  private enum Kind {
    TEXT,
    FLAG,
    NUMBER,
    TEXTS,
    NUMBERS,
    OBJECT,
    OBJECTS
  }

  private static final String DOT = "\\.";
  private static final Map<String, Kind> KNOWN = new TreeMap<>();

  static {
    all(
        Kind.TEXT,
        "name displayName apiBaseUri identityPath identityMethod credentialFile credentialUsername"
            + " organization loginMethod kubectlToken clientRegistration apiBaseField via");
    all(Kind.FLAG, "allowHttp");
    all(Kind.TEXTS, "identityFields precedence credentialHosts");
    all(
        Kind.OBJECT,
        "identityHeaders environment apiKey pat oauth organizations settings mcp workload");
    all(Kind.TEXT, "apiKey.header apiKey.scheme apiKey.prefix apiKey.verifyPath");
    all(Kind.TEXT, "pat.header pat.scheme pat.prefix pat.verifyPath");
    all(Kind.NUMBER, "apiKey.minLength pat.minLength");
    oauth(
        Kind.TEXT,
        "clientMetadataUrl issuer configPath endpointBaseUri authorizationEndpoint tokenEndpoint"
            + " revocationEndpoint deviceAuthorizationEndpoint userinfoEndpoint clientId"
            + " clientSecret clientAuth redirectHost redirectPath redirectUri logoutPath tokenBody"
            + " scopeSeparator refreshEndpoint tokenPath issuerTemplate metadataUri revocation"
            + " apiBaseField audience resource prompt loginHint loginMethod clientKey clientKeyId"
            + " clientKeyAlgorithm acrValues via");
    oauth(Kind.FLAG, "pkce nonce revokeReplaced par dpop");
    oauth(Kind.NUMBER, "callbackTimeout defaultExpiresIn maxAge");
    oauth(Kind.TEXTS, "scopes trustedAudiences");
    oauth(Kind.NUMBERS, "redirectPorts");
    oauth(Kind.OBJECTS, "authorizationDetails");
    oauth(Kind.OBJECT, "extraParameters tokenParameters deviceParameters workload");
  }

  private ProfileSchema() {}

  private static void all(Kind kind, String names) {
    for (String name : names.split(" ", -1)) {
      KNOWN.put(name, kind);
    }
  }

  private static void oauth(Kind kind, String names) {
    for (String name : names.split(" ", -1)) {
      KNOWN.put("oauth." + name, kind);
    }
  }

  /** The keys that can be set, with dots for nested ones, sorted. */
  public static List<String> names() {
    return List.copyOf(KNOWN.keySet());
  }

  /** The keys of a document that mean nothing here; a plugin may still read them. */
  public static List<String> unknown(JsonObject document) {
    return document.entrySet().stream()
        .flatMap(
            entry ->
                KNOWN.containsKey(entry.getKey())
                    ? unknownWithin(entry.getKey(), entry.getValue())
                    : Stream.of(entry.getKey()))
        .sorted()
        .toList();
  }

  private static Stream<String> unknownWithin(String name, JsonValue value) {
    boolean closed = name.equals("oauth") || name.equals("apiKey") || name.equals("pat");
    return closed && value instanceof JsonObject object
        ? object.keySet().stream()
            .map(key -> name + "." + key)
            .filter(key -> !KNOWN.containsKey(key))
        : Stream.empty();
  }

  /**
   * A document with one value changed.
   *
   * @param key the key, with dots for nested ones; below an object of parameters or headers any
   * @param text the value as it is typed: lists with commas or blanks between, nothing to remove it
   * @throws AuthException.Misconfigured if there is no such key, or the value is of another kind
   */
  public static JsonObject with(JsonObject document, String key, String text) {
    return with(document, List.of(key.split(DOT, -1)), value(key, text));
  }

  private static JsonObject with(JsonObject document, List<String> path, JsonValue value) {
    JsonObjectBuilder changed = JsonText.PROVIDER.createObjectBuilder(document);
    String name = path.getFirst();
    if (path.size() > 1) {
      JsonObject inner =
          document.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
      return changed.add(name, with(inner, path.subList(1, path.size()), value)).build();
    }
    return value.equals(JsonValue.NULL)
        ? changed.remove(name).build()
        : changed.add(name, value).build();
  }

  /** The typed value; null removes. */
  private static JsonValue value(String key, String text) {
    Kind kind = kind(key);
    if (text.isEmpty()) {
      return JsonValue.NULL;
    }
    try {
      return switch (kind) {
        case TEXT -> JsonText.PROVIDER.createValue(text);
        case FLAG -> flag(key, text);
        case NUMBER -> JsonText.PROVIDER.createValue(Integer.parseInt(text.strip()));
        case TEXTS -> list(text, false);
        case NUMBERS -> list(text, true);
        case OBJECT -> JsonText.parseObject(text);
        case OBJECTS -> JsonText.parseObject("{\"list\":" + text + "}").getJsonArray("list");
      };
    } catch (NumberFormatException | JsonException | ClassCastException e) {
      throw AuthException.usage(
          key
              + " is "
              + (kind == Kind.OBJECTS
                  ? "a list of objects, as JSON"
                  : kind == Kind.OBJECT
                      ? "an object: set one of its members, as in " + key + ".NAME"
                      : "a number, or a list of numbers")
              + ".",
          null);
    }
  }

  private static Kind kind(String key) {
    Kind kind = KNOWN.get(key);
    if (kind != null) {
      return kind;
    }
    int dot = key.lastIndexOf('.');
    if (dot > 0 && KNOWN.get(key.substring(0, dot)) == Kind.OBJECT) {
      String parent = key.substring(0, dot);
      boolean open = !parent.equals("oauth") && !parent.equals("apiKey") && !parent.equals("pat");
      if (open) {
        return parent.equals("environment") ? Kind.TEXTS : Kind.TEXT;
      }
    }
    throw AuthException.usage(
        "A profile has no " + key + ".", "keyfob help profile set, or see docs/profiles.md");
  }

  private static JsonValue flag(String key, String text) {
    return switch (text.strip()) {
      case "true" -> JsonValue.TRUE;
      case "false" -> JsonValue.FALSE;
      default -> throw AuthException.usage(key + " is true or false.", null);
    };
  }

  private static JsonValue list(String text, boolean numbers) {
    JsonArrayBuilder list = JsonText.PROVIDER.createArrayBuilder();
    List<String> words = new ArrayList<>(List.of(text.strip().split("[,\\s]+")));
    words.forEach(
        word -> {
          if (numbers) {
            list.add(Integer.parseInt(word));
          } else {
            list.add(word);
          }
        });
    return list.build();
  }
}
