package dev.keyfob.auth.oauth.registration;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.spi.HttpAnswer;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.client.RegisteredClient;
import dev.keyfob.auth.oauth.protocol.ErrorResponse;
import dev.keyfob.auth.oauth.protocol.ServerText;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Registers keyfob as a native client of an authorization server (RFC 7591). */
public final class ClientRegistration {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final List<String> METHODS =
      List.of("none", "client_secret_basic", "client_secret_post");

  private final ProviderContext context;

  public ClientRegistration(ProviderContext context) {
    this.context = context;
  }

  /**
   * Registers. Blocks for the server.
   *
   * @param endpoint the {@code registration_endpoint}
   * @param issuer the server
   * @param redirectUri where the browser comes back to, port included: not every server lets a
   *     native client use any port, as RFC 8252 section 7.3 wants it
   * @param methods the server's {@code token_endpoint_auth_methods_supported}
   * @param grantTypes the server's {@code grant_types_supported}
   * @throws AuthException.Misconfigured if the server does not want this client
   * @throws AuthException.Transient if it may work later
   */
  public RegisteredClient register(
      URI endpoint,
      String issuer,
      String redirectUri,
      List<String> methods,
      List<String> grantTypes) {
    String method = method(methods, issuer);
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body(redirectUri, method, grantTypes).toString()))
            .build();
    HttpAnswer answer = context.http().send(request, LIMIT);
    if (answer.passing()) {
      throw new AuthException.Transient(
          ErrorCode.IDP_UNAVAILABLE,
          "The registration endpoint of "
              + ServerText.clean(issuer)
              + " answered with HTTP "
              + answer.status()
              + ".",
          answer.retryAfter(context.clock().instant()).orElse(null),
          null);
    }
    Optional<JsonObject> object = object(answer);
    if (!answer.ok()) {
      throw refused(issuer, answer.status(), object.flatMap(ErrorResponse::of));
    }
    RegisteredClient client =
        read(
            object.orElseThrow(() -> broken(issuer, "no JSON object")),
            issuer,
            redirectUri,
            method);
    context.notices().trace(() -> "registered a client at " + issuer);
    return client;
  }

  private JsonObject body(String redirectUri, String method, List<String> grantTypes) {
    JsonArrayBuilder grants =
        JsonText.PROVIDER.createArrayBuilder().add("authorization_code").add("refresh_token");
    if (grantTypes.contains(DEVICE_GRANT)) {
      grants.add(DEVICE_GRANT);
    }
    JsonObjectBuilder body =
        JsonText.PROVIDER
            .createObjectBuilder()
            .add("client_name", "keyfob")
            .add("application_type", "native")
            .add("redirect_uris", JsonText.PROVIDER.createArrayBuilder().add(redirectUri))
            .add("grant_types", grants)
            .add("response_types", JsonText.PROVIDER.createArrayBuilder().add("code"))
            .add("token_endpoint_auth_method", method);
    return body.build();
  }

  /** A public client wherever the server lets it be one: its secret would protect nothing. */
  private String method(List<String> supported, String issuer) {
    if (supported.isEmpty()) {
      return METHODS.getFirst();
    }
    return METHODS.stream()
        .filter(supported::contains)
        .findFirst()
        .orElseThrow(
            () ->
                notConfigured(
                    ServerText.clean(issuer)
                        + " registers no client that authenticates by none, "
                        + "client_secret_basic or client_secret_post."));
  }

  private RegisteredClient read(
      JsonObject object, String issuer, String redirectUri, String asked) {
    JsonFields fields = JsonFields.of(object, problem -> broken(issuer, problem));
    String method =
        fields
            .text("token_endpoint_auth_method")
            .orElseGet(() -> fields.secret("client_secret").isEmpty() ? METHODS.getFirst() : asked);
    List<String> redirects = fields.texts("redirect_uris");
    return new RegisteredClient(
        issuer,
        fields.text("client_id").orElseThrow(() -> broken(issuer, "no client_id")),
        fields.secret("client_secret"),
        method,
        redirects.isEmpty() ? List.of(redirectUri) : redirects,
        end(object));
  }

  /** RFC 7591 section 3.2.1: 0 stands for never. */
  private static Optional<Instant> end(JsonObject object) {
    return object.get("client_secret_expires_at") instanceof JsonNumber number
            && number.longValue() > 0
        ? Optional.of(Instant.ofEpochSecond(Math.min(number.longValue(), Integer.MAX_VALUE * 4L)))
        : Optional.empty();
  }

  private static Optional<JsonObject> object(HttpAnswer answer) {
    try {
      return Optional.of(JsonText.parseObject(answer.body()));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private AuthException refused(String issuer, int status, Optional<ErrorResponse> error) {
    return notConfigured(
        ServerText.clean(issuer)
            + " does not register this client ("
            + error.map(ErrorResponse::phrase).orElse("HTTP " + status)
            + ").");
  }

  private AuthException notConfigured(String message) {
    return new AuthException.Misconfigured(
        ErrorCode.OAUTH_NOT_CONFIGURED,
        message,
        "register a client there and name it: keyfob profile show " + context.profile().name(),
        null);
  }

  private static AuthException broken(String issuer, String problem) {
    return new AuthException.Protocol(
        "The registration endpoint of "
            + ServerText.clean(issuer)
            + " answered with something that cannot be used: "
            + problem
            + ".",
        null,
        null);
  }
}
