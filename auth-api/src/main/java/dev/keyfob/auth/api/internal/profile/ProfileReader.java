package dev.keyfob.auth.api.internal.profile;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StaticKeySettings;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.SecureUri;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a profile's JSON into a {@link ServiceProfile}, or says which field is wrong. */
public final class ProfileReader {
  private static final List<String> IDENTITY_FIELDS =
      List.of("email", "name", "preferred_username", "username", "sub", "id");

  private static final String TOKEN_MARKS = "!#$%&'*+.^_`|~-";
  // those that the HTTP client sets itself and refuses to take from others
  private static final Set<String> MANAGED_HEADERS =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private ProfileReader() {}

  /**
   * Reads a profile.
   *
   * @param name the profile's name
   * @param document its JSON, overrides applied
   * @param where the file or the profile's name, for messages
   * @throws AuthException.Misconfigured if a field is wrong
   */
  public static ServiceProfile read(String name, JsonObject document, String where) {
    JsonFields fields = JsonFields.of(document, problem -> malformed(where, problem));
    CredentialUse.check(fields);
    List<String> identityFields = fields.texts("identityFields");
    ServiceProfile profile =
        ServiceProfile.builder(name, document)
            .displayName(fields.text("displayName").orElse(name))
            .apiBaseUri(fields.uri("apiBaseUri"))
            .identityPath(fields.text("identityPath"))
            .identityFields(identityFields.isEmpty() ? IDENTITY_FIELDS : identityFields)
            .precedence(fields.texts("precedence"))
            .environment(fields.object("environment").map(ProfileReader::lists).orElse(Map.of()))
            .apiKey(fields.object("apiKey").map(ProfileReader::staticKey))
            .pat(fields.object("pat").map(ProfileReader::staticKey))
            .oauth(fields.object("oauth").map(ProfileReader::oauth))
            .credentialFile(fields.text("credentialFile"))
            .allowHttp(fields.flag("allowHttp"))
            .build();
    profile.apiBaseUri().ifPresent(uri -> requireSecure(uri, profile, where));
    return profile;
  }

  private static StaticKeySettings staticKey(JsonFields fields) {
    String header = fields.text("header").orElse(StaticKeySettings.BEARER.header());
    Optional<String> scheme = fields.text("scheme");
    if (!isToken(header) || MANAGED_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
      throw fields.wrong("header", "the name of a header that can be set");
    }
    if (scheme.filter(word -> !isToken(word)).isPresent()) {
      throw fields.wrong("scheme", "one word");
    }
    if (scheme.isEmpty() && header.equalsIgnoreCase("Authorization")) {
      scheme = StaticKeySettings.BEARER.scheme();
    }
    return StaticKeySettings.builder()
        .header(header)
        .scheme(scheme)
        .prefix(fields.text("prefix"))
        .minLength(fields.integer("minLength").orElse(StaticKeySettings.BEARER.minLength()))
        .verifyPath(fields.text("verifyPath"))
        .build();
  }

  private static OAuthSettings oauth(JsonFields fields) {
    if (fields.integers("redirectPorts").stream().anyMatch(port -> port < 1 || port > 65535)) {
      throw fields.wrong("redirectPorts", "a list of ports");
    }
    requireQueryMode(fields);
    Endpoints endpoints = new Endpoints(fields);
    OAuthSettings.Builder settings =
        OAuthSettings.builder()
            .issuer(fields.uri("issuer"))
            .configPath(fields.text("configPath"))
            .authorizationEndpoint(endpoints.get("authorizationEndpoint"))
            .tokenEndpoint(endpoints.get("tokenEndpoint"))
            .revocationEndpoint(endpoints.get("revocationEndpoint"))
            .deviceAuthorizationEndpoint(endpoints.get("deviceAuthorizationEndpoint"))
            .userinfoEndpoint(endpoints.get("userinfoEndpoint"))
            .clientId(fields.text("clientId"))
            .scopes(scopes(fields))
            .redirectPorts(fields.integers("redirectPorts"))
            .logoutPath(fields.text("logoutPath"))
            .extraParameters(
                fields.object("extraParameters").map(ProfileReader::texts).orElse(Map.of()))
            .defaultExpiresIn(fields.seconds("defaultExpiresIn"))
            .revokeReplaced(fields.flag("revokeReplaced"));
    fields.text("clientAuth").ifPresent(settings::clientAuth);
    fields.text("redirectHost").ifPresent(settings::redirectHost);
    fields.text("redirectPath").ifPresent(settings::redirectPath);
    fields.seconds("callbackTimeout").ifPresent(settings::callbackTimeout);
    return settings.build();
  }

  /** A form that a browser posts, or a fragment, never reaches the loopback interface. */
  private static void requireQueryMode(JsonFields fields) {
    boolean other =
        fields
            .object("extraParameters")
            .flatMap(parameters -> parameters.text("response_mode"))
            .filter(mode -> !mode.equals("query"))
            .isPresent();
    if (other) {
      throw fields.wrong("extraParameters.response_mode", "query, the only mode that can work");
    }
  }

  /** A list, or one text as the protocol has it (RFC 6749 section 3.3). */
  private static List<String> scopes(JsonFields fields) {
    List<String> texts = fields.texts("scopes");
    return texts.size() == 1 && texts.getFirst().indexOf(' ') >= 0
        ? List.of(texts.getFirst().strip().split(" +"))
        : texts;
  }

  private static Map<String, List<String>> lists(JsonFields fields) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    fields.object().keySet().forEach(key -> lists.put(key, fields.texts(key)));
    return lists;
  }

  private static Map<String, String> texts(JsonFields fields) {
    Map<String, String> texts = new LinkedHashMap<>();
    fields.object().keySet().forEach(key -> texts.put(key, fields.text(key).orElse("")));
    return texts;
  }

  private static void requireSecure(URI uri, ServiceProfile profile, String where) {
    if (!SecureUri.isSecure(uri) && !profile.allowHttp()) {
      throw malformed(
          where, "apiBaseUri must be https, or http on this machine, unless allowHttp is true");
    }
  }

  /** A word that can stand in a header's line (RFC 9110 section 5.6.2). */
  private static boolean isToken(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean letterOrDigit =
          (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!letterOrDigit && TOKEN_MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return !word.isEmpty();
  }

  static AuthException.Misconfigured malformed(String where, String problem) {
    return new AuthException.Misconfigured(
        ErrorCode.USAGE, "The profile " + where + " is malformed: " + problem + ".", null, null);
  }
}
