package dev.keyfob.auth.oauth.login;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.client.RegisteredClient;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state that one process stores for the process that finishes its login: identity provider,
 * scopes, and the secrets that connect both requests. Immutable.
 */
public final class LoginState {
  private static final String METHOD = "method";
  private static final String ISSUER = "issuer";
  private static final String CLIENT_ID = "client_id";
  private static final String SCOPES = "scopes";
  private static final String CLIENT = "client";
  private static final String DPOP_KEY = "dpop_key";

  private final JsonObject json;

  private LoginState(JsonObject json) {
    this.json = json;
  }

  public LoginState(OAuthMethod method, AuthorizationServer server, List<String> scopes) {
    this(json(method, server, scopes));
  }

  private static JsonObject json(
      OAuthMethod method, AuthorizationServer server, List<String> scopes) {
    JsonObjectBuilder json =
        JsonText.PROVIDER
            .createObjectBuilder()
            .add(METHOD, method.id())
            .add(ISSUER, server.issuer().orElse(""))
            .add(CLIENT_ID, server.clientId())
            .add(SCOPES, JsonText.PROVIDER.createArrayBuilder(scopes));
    server.registered().ifPresent(client -> json.add(CLIENT, client.toJson()));
    server.proofs().ifPresent(proofs -> json.add(DPOP_KEY, proofs.stored().reveal()));
    return json.build();
  }

  /** How the client was registered, if it was dynamically. */
  public Optional<RegisteredClient> registered() {
    return fields()
        .object(CLIENT)
        .map(client -> RegisteredClient.of(client.object(), LoginState::damaged));
  }

  /** The key that the session will be bound to; empty if to none. */
  public Optional<Secret> dpopKey() {
    return fields().secret(DPOP_KEY);
  }

  public String clientId() {
    return get(CLIENT_ID);
  }

  public static LoginState read(JsonObject json) {
    return new LoginState(json);
  }

  public LoginState with(String name, String value) {
    return new LoginState(JsonText.PROVIDER.createObjectBuilder(json).add(name, value).build());
  }

  public JsonObject json() {
    return json;
  }

  public String method() {
    return get(METHOD);
  }

  public List<String> scopes() {
    return fields().texts(SCOPES);
  }

  public Optional<String> find(String name) {
    return fields().text(name);
  }

  public String get(String name) {
    return find(name).orElseThrow(() -> damaged(name + " is missing"));
  }

  public Duration seconds(String name) {
    try {
      return Duration.ofSeconds(Long.parseLong(get(name)));
    } catch (NumberFormatException e) {
      throw damaged(name + " is not a number");
    }
  }

  public Instant instant(String name) {
    return fields().instant(name).orElseThrow(() -> damaged(name + " is missing"));
  }

  /** Whether a profile has come to name another identity provider since the first half. */
  public boolean isFrom(AuthorizationServer server) {
    return find(ISSUER).equals(server.issuer()) && get(CLIENT_ID).equals(server.clientId());
  }

  private JsonFields fields() {
    return JsonFields.of(json, LoginState::damaged);
  }

  private static AuthException damaged(String problem) {
    return new AuthException.StoreCorrupt(
        "The ticket is damaged: " + problem + ".", "keyfob login --start", null);
  }

  /** Hides all of it. */
  @Override
  public String toString() {
    return "LoginState[hidden]";
  }
}
