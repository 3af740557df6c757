package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/**
 * A credential and whose it is.
 *
 * @param resolved the credential in use
 * @param user the profile's identity fields, at least one
 */
@Stable
public record Identity(ResolvedCredential resolved, JsonObject user) {
  /**
   * The one value that names the person best: the first of the profile's identity fields.
   *
   * @return for example the e-mail address
   */
  public String name() {
    JsonValue first = user.values().iterator().next();
    return first instanceof jakarta.json.JsonString text ? text.getString() : first.toString();
  }
}
