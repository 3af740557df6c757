package dev.keyfob.auth.oauth.token;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.spi.HttpAnswer;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.Patience;
import dev.keyfob.auth.oauth.client.ClientAuthentication;
import dev.keyfob.auth.oauth.dialect.BodyFormat;
import dev.keyfob.auth.oauth.dpop.DpopProofs;
import dev.keyfob.auth.oauth.protocol.AnswerBody;
import dev.keyfob.auth.oauth.protocol.ErrorResponse;
import dev.keyfob.auth.oauth.protocol.FormEncoding;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Direct requests to an endpoint of an identity provider. An answer is a JSON object, an OAuth
 * error, or a protocol violation (RFC 6749 sections 5.1 and 5.2).
 */
public final class BackChannel {
  private final String endpoint;
  private final ProviderContext context;

  /**
   * A channel to one endpoint.
   *
   * @param endpoint its description in messages
   */
  public BackChannel(String endpoint, ProviderContext context) {
    this.endpoint = endpoint;
    this.context = context;
  }

  /** An answer that conforms to the protocol. */
  public sealed interface Answer {}

  /**
   * A success.
   *
   * @param date the server's time, if it says
   */
  public record Accepted(JsonObject object, Optional<Instant> date) implements Answer {
    /** Hides the object, which holds tokens. */
    @Override
    public String toString() {
      return "Accepted[hidden]";
    }
  }

  /**
   * A refusal.
   *
   * @param status 400 or 401 where the server follows the RFC, 200 where it does as GitHub does
   */
  public record Refused(int status, ErrorResponse error) implements Answer {}

  /**
   * A form, on its way to an endpoint.
   *
   * @param form the parameters with {@code client_id}
   * @param format how they are written down
   */
  static HttpRequest request(
      URI uri, Map<String, String> form, ClientAuthentication client, BodyFormat format) {
    Map<String, String> parameters = new LinkedHashMap<>(form);
    Map<String, String> headers = client.authenticate(parameters);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Accept", "application/json")
            .header(
                "Content-Type",
                format == BodyFormat.JSON
                    ? "application/json"
                    : "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body(parameters, format)));
    headers.forEach(request::header);
    return request.build();
  }

  /**
   * Sends a form, once. Blocks for as long as the limit allows.
   *
   * @throws AuthException.Transient if the server does not answer, is busy or has failed
   * @throws AuthException.Protocol if it answers with anything that is no OAuth
   */
  public Answer post(
      URI uri,
      Map<String, String> form,
      ClientAuthentication client,
      BodyFormat format,
      Duration limit) {
    return post(uri, form, client, format, limit, Optional.empty());
  }

  /**
   * The same with a proof on it, sent again once if the server wants a nonce in it: with a new
   * proof, and whatever else works only once new as well (RFC 9449 section 8).
   *
   * @param proofs makes the proofs; empty for none
   */
  public Answer post(
      URI uri,
      Map<String, String> form,
      ClientAuthentication client,
      BodyFormat format,
      Duration limit,
      Optional<DpopProofs> proofs) {
    Answer first = once(uri, form, client, format, limit, proofs);
    return proofs.isPresent()
            && first instanceof Refused refused
            && refused.error().code().equals(DpopProofs.USE_NONCE)
        ? once(uri, form, client, format, limit, proofs)
        : first;
  }

  private Answer once(
      URI uri,
      Map<String, String> form,
      ClientAuthentication client,
      BodyFormat format,
      Duration limit,
      Optional<DpopProofs> proofs) {
    HttpRequest bare = request(uri, form, client, format);
    HttpRequest request =
        proofs
            .map(
                all ->
                    HttpRequest.newBuilder(bare, (_, _) -> true)
                        .setHeader(DpopProofs.DPOP, all.of("POST", uri, Optional.empty()))
                        .build())
            .orElse(bare);
    HttpAnswer answer = context.http().send(request, limit);
    boolean _ = proofs.isPresent() && DpopProofs.heard(uri, answer.headers(), context);
    if (answer.passing()) {
      throw new AuthException.Transient(
          ErrorCode.IDP_UNAVAILABLE,
          "The " + endpoint + " answered with HTTP " + answer.status() + ".",
          answer.retryAfter(context.clock().instant()).orElse(null),
          null);
    }
    // An answer that has come may hold the only refresh token that still works.
    Optional<JsonObject> object = Patience.withMemory(() -> AnswerBody.object(answer.body()));
    Optional<ErrorResponse> error =
        object.flatMap(answer.ok() ? ErrorResponse::of : ErrorResponse::ofRefusal);
    boolean tokens = object.filter(found -> found.containsKey("access_token")).isPresent();
    if (answer.ok() && error.isPresent() && !tokens) {
      // GitHub, and services that do as it does, refuse with the status of a success.
      return new Refused(answer.status(), error.get());
    }
    if (answer.ok()) {
      return new Accepted(
          object.orElseThrow(() -> broken("something that is not a JSON object")), answer.date());
    }
    if (error.isEmpty() && answer.status() == 401) {
      return new Refused(401, ErrorResponse.UNAUTHORIZED);
    }
    if (error.isEmpty() || answer.status() / 100 != 4) {
      throw broken("HTTP " + answer.status() + " and no OAuth error");
    }
    return new Refused(answer.status(), error.get());
  }

  /** The exception for an answer that does not keep to the protocol. */
  public AuthException broken(String what) {
    return new AuthException.Protocol(
        "The " + endpoint + " answered with " + what + ".", null, null);
  }

  private static String body(Map<String, String> parameters, BodyFormat format) {
    if (format == BodyFormat.FORM) {
      return FormEncoding.encode(parameters);
    }
    JsonObjectBuilder object = JsonText.PROVIDER.createObjectBuilder();
    parameters.forEach(object::add);
    return JsonText.compact(object.build());
  }
}
