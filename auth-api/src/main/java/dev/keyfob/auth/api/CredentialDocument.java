package dev.keyfob.auth.api;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.Optional;

/**
 * What a store keeps for one account: an object whose keys are credential types, plus whatever
 * other tools have put there, which is kept. Immutable.
 */
public final class CredentialDocument {
  /** The document of an account of which nothing is known. */
  public static final CredentialDocument EMPTY =
      new CredentialDocument(JsonValue.EMPTY_JSON_OBJECT);

  private static final String USER = "user";

  private final JsonObject json;

  private CredentialDocument(JsonObject json) {
    this.json = json;
  }

  /**
   * Wraps a stored object.
   *
   * @param json what was read
   * @return the document
   */
  public static CredentialDocument of(JsonObject json) {
    return new CredentialDocument(json);
  }

  /**
   * The whole document, secrets included, for a store to write.
   *
   * @return the object
   */
  public JsonObject json() {
    return json;
  }

  /**
   * The stored form of a credential.
   *
   * @param type the credential's type
   * @return what is stored under that type; empty if nothing or {@code null} is
   */
  public Optional<JsonValue> entry(String type) {
    return Optional.ofNullable(json.get(type)).filter(value -> !value.equals(JsonValue.NULL));
  }

  /**
   * Who the account belongs to, as the service last said.
   *
   * @return the fields shown to people; empty if unknown
   */
  public Optional<JsonObject> user() {
    return json.get(USER) instanceof JsonObject user ? Optional.of(user) : Optional.empty();
  }

  /**
   * A copy with one entry set.
   *
   * @param type the credential's type
   * @param value its stored form
   * @return the copy
   */
  public CredentialDocument with(String type, JsonValue value) {
    return new CredentialDocument(Json.PROVIDER.createObjectBuilder(json).add(type, value).build());
  }

  /**
   * A copy without one entry.
   *
   * @param type the credential's type
   * @return the copy
   */
  public CredentialDocument without(String type) {
    return json.containsKey(type)
        ? new CredentialDocument(Json.PROVIDER.createObjectBuilder(json).remove(type).build())
        : this;
  }

  /**
   * A copy that says who the account belongs to.
   *
   * @param user the whole new value
   * @return the copy
   */
  public CredentialDocument withUser(JsonObject user) {
    return with(USER, user);
  }

  /**
   * A copy that no longer says who the account belongs to.
   *
   * @return the copy
   */
  public CredentialDocument withoutUser() {
    return without(USER);
  }

  /**
   * This document over another: what this one lacks is taken from there.
   *
   * @param below the other document
   * @return the union
   */
  public CredentialDocument over(CredentialDocument below) {
    JsonObjectBuilder union = Json.PROVIDER.createObjectBuilder(below.json);
    json.forEach(union::add);
    return new CredentialDocument(union.build());
  }

  /** Looked up by the first change: a document that is only read does not need it. */
  private static final class Json {
    static final JsonProvider PROVIDER = JsonProvider.provider();
  }

  /** Names the keys and hides what is under them. */
  @Override
  public String toString() {
    return "CredentialDocument" + json.keySet();
  }
}
