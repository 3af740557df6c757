package dev.keyfob.auth.oauth.client;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A client that an authorization server has registered dynamically (RFC 7591 section 3.2.1). It is
 * good at that server alone and is stored inside the session that was obtained with it.
 *
 * @param issuer the authorization server
 * @param clientId the client's identifier
 * @param secret the client's secret; empty for a public client
 * @param method the {@code token_endpoint_auth_method}
 * @param redirectUris where the server lets the browser come back to
 * @param secretExpiresAt when the secret ends; empty if it does not
 */
public record RegisteredClient(
    String issuer,
    String clientId,
    Optional<Secret> secret,
    String method,
    List<String> redirectUris,
    Optional<Instant> secretExpiresAt) {
  private static final String ISSUER = "issuer";
  private static final String CLIENT_ID = "client_id";
  private static final String CLIENT_SECRET = "client_secret";
  private static final String METHOD = "token_endpoint_auth_method";
  private static final String REDIRECT_URIS = "redirect_uris";
  private static final String EXPIRES_AT = "client_secret_expires_at";

  /** Copies the list. */
  public RegisteredClient {
    redirectUris = List.copyOf(redirectUris);
  }

  /**
   * Whether a login may use it.
   *
   * @param server the issuer of the authorization server at hand
   * @param redirectUri where the browser is to come back to; empty if there is no browser
   * @param now the time
   * @return false if it belongs to another server, is not registered for the address, or has ended
   */
  public boolean serves(String server, Optional<String> redirectUri, Instant now) {
    return issuer.equals(server)
        && redirectUri.map(redirectUris::contains).orElse(true)
        && secretExpiresAt.map(now::isBefore).orElse(true);
  }

  /**
   * The stored form.
   *
   * @return an object that {@link #of} reads
   */
  public JsonObject toJson() {
    JsonObjectBuilder json =
        JsonText.PROVIDER
            .createObjectBuilder()
            .add(ISSUER, issuer)
            .add(CLIENT_ID, clientId)
            .add(METHOD, method)
            .add(REDIRECT_URIS, JsonText.PROVIDER.createArrayBuilder(redirectUris));
    secret.ifPresent(value -> json.add(CLIENT_SECRET, value.reveal()));
    secretExpiresAt.ifPresent(end -> json.add(EXPIRES_AT, end.toString()));
    return json.build();
  }

  /**
   * Reads the stored form.
   *
   * @param json what {@link #toJson} gave
   * @param corrupt makes the exception from what is wrong
   * @return the client
   */
  public static RegisteredClient of(JsonObject json, Function<String, AuthException> corrupt) {
    JsonFields fields = JsonFields.of(json, corrupt);
    return new RegisteredClient(
        fields.text(ISSUER).orElseThrow(() -> corrupt.apply(ISSUER + " is missing")),
        fields.text(CLIENT_ID).orElseThrow(() -> corrupt.apply(CLIENT_ID + " is missing")),
        fields.secret(CLIENT_SECRET),
        fields.text(METHOD).orElse("none"),
        fields.texts(REDIRECT_URIS),
        fields.instant(EXPIRES_AT));
  }

  /** Names the server: the identifier means nothing, and the secret is one. */
  @Override
  public String toString() {
    return "RegisteredClient[" + issuer + "]";
  }
}
