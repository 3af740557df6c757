package dev.keyfob.auth.api.internal.login;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.HttpAnswer;
import dev.keyfob.auth.api.spi.support.IdentityRequest;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The organizations that a service lists for a credential, by the profile's {@code organizations}.
 */
final class Organizations {
  private static final String FIELD = "organizations";

  private Organizations() {}

  /**
   * One of them.
   *
   * @param name what stands in paths
   * @param label what people know it by
   */
  record Listed(String name, String label) {}

  /** Whether the service has any. */
  static boolean has(ServiceProfile profile) {
    return profile.document().get(FIELD) instanceof JsonObject;
  }

  /**
   * Asks the service. Blocks for 10 seconds at most.
   *
   * @throws AuthException if it does not answer, or not with a list
   */
  static List<Listed> list(Account account, CredentialProvider provider, Credential credential) {
    ServiceProfile profile = account.profile();
    JsonFields fields = fields(profile);
    String path = fields.text("path").orElseThrow(() -> fields.wrong("path", "a path of the API"));
    HttpAnswer answer =
        IdentityRequest.ask(profile.resolve(path), provider, credential, account.context());
    String name = fields.text("name").orElse("name");
    List<Listed> found = new ArrayList<>();
    for (JsonValue item : items(answer, fields.text("list"), profile)) {
      if (item instanceof JsonString text) {
        found.add(new Listed(text.getString(), text.getString()));
      } else if (item instanceof JsonObject object) {
        text(object, Optional.of(name))
            .ifPresent(
                id -> found.add(new Listed(id, text(object, fields.text("label")).orElse(id))));
      }
    }
    return found;
  }

  /** The member that {@code list} names, or the answer itself. */
  private static JsonArray items(
      HttpAnswer answer, Optional<String> member, ServiceProfile profile) {
    try {
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      JsonValue whole = JsonText.parseObject("{\"answer\":" + text + "}").get("answer");
      JsonValue list =
          member.isPresent() && whole instanceof JsonObject object
              ? object.get(member.get())
              : whole;
      if (list instanceof JsonArray items) {
        return items;
      }
    } catch (JsonException e) {
      // said below
    }
    throw new AuthException.Protocol(
        ErrorCode.PROTOCOL_ERROR,
        profile.displayName() + " does not list organizations in the way that the profile says.",
        "check organizations: keyfob profile show " + profile.name());
  }

  private static Optional<String> text(JsonObject object, Optional<String> key) {
    return key.map(object::get)
        .map(value -> value instanceof JsonString text ? text.getString() : JsonText.compact(value))
        .filter(text -> !text.isBlank());
  }

  private static JsonFields fields(ServiceProfile profile) {
    return JsonFields.of(profile).object(FIELD).orElseThrow();
  }
}
