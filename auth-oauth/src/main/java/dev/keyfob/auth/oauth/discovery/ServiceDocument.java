package dev.keyfob.auth.oauth.discovery;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.JsonFields;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a service itself says of its identity provider, at the profile's {@code configPath}.
 *
 * @param issuer the identity provider
 * @param clientId the client to use
 * @param scopes what to ask for
 */
record ServiceDocument(Optional<String> issuer, Optional<String> clientId, List<String> scopes) {
  static final ServiceDocument NONE =
      new ServiceDocument(Optional.empty(), Optional.empty(), List.of());

  static ServiceDocument of(JsonObject document, Function<String, AuthException> problem) {
    JsonFields fields = JsonFields.of(document, problem);
    List<String> scopes =
        document.get("scopes") instanceof JsonString text
            ? List.of(text.getString().strip().split("\\s+"))
            : fields.texts("scopes");
    return new ServiceDocument(fields.text("issuer"), fields.text("client_id"), scopes);
  }
}
