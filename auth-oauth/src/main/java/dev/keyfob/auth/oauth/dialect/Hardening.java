package dev.keyfob.auth.oauth.dialect;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a profile asks for beyond a plain login.
 *
 * @param par whether the authorization request is pushed, even if the server does not demand it
 *     (RFC 9126)
 * @param dpop whether the session is bound to a key (RFC 9449)
 * @param acrValues how the person has to be authenticated (RFC 9470)
 * @param maxAge how many seconds ago at most
 * @param authorizationDetails what exactly is asked for, as a JSON array (RFC 9396)
 */
public record Hardening(
    boolean par,
    boolean dpop,
    Optional<String> acrValues,
    OptionalInt maxAge,
    Optional<String> authorizationDetails) {
  /**
   * Reads a profile.
   *
   * @throws AuthException.Misconfigured if a field is wrong
   */
  public static Hardening of(ServiceProfile profile) {
    JsonFields oauth = JsonFields.of(profile).objectOrEmpty("oauth");
    JsonValue details = oauth.object().get("authorizationDetails");
    if (details != null && !(details instanceof JsonArray)) {
      throw oauth.wrong("authorizationDetails", "a list of objects");
    }
    return new Hardening(
        oauth.flag("par"),
        oauth.flag("dpop"),
        oauth.text("acrValues"),
        oauth.integer("maxAge"),
        Optional.ofNullable(details).map(JsonText::compact));
  }

  /** The parameters of an authorization request. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    acrValues.ifPresent(values -> parameters.put("acr_values", values));
    maxAge.ifPresent(seconds -> parameters.put("max_age", String.valueOf(seconds)));
    authorizationDetails.ifPresent(details -> parameters.put("authorization_details", details));
    return parameters;
  }
}
