package dev.keyfob.auth.oauth.token;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.SecureUri;
import dev.keyfob.auth.oauth.client.ClientAuthentication;
import dev.keyfob.auth.oauth.dialect.BodyFormat;
import dev.keyfob.auth.oauth.dialect.ProviderDialect;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.dpop.DpopProofs;
import dev.keyfob.auth.oauth.protocol.ErrorResponse;
import dev.keyfob.auth.oauth.wire.TokenResponse;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Requests for tokens (RFC 6749 section 3.2). */
public final class TokenEndpoint {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final URI uri;
  private final ClientAuthentication client;
  private final ProviderDialect dialect;
  private final BodyFormat format;
  private final Optional<DpopProofs> proofs;
  private final BackChannel channel;

  public TokenEndpoint(AuthorizationServer server, ProviderContext context) {
    this(server, server.tokenEndpoint(), context);
  }

  private TokenEndpoint(AuthorizationServer server, URI uri, ProviderContext context) {
    this(server, uri, server.clientAuthentication(), server.dialect().tokenBody(), context);
  }

  private TokenEndpoint(
      AuthorizationServer server,
      URI uri,
      ClientAuthentication client,
      BodyFormat format,
      ProviderContext context) {
    this.uri = uri;
    this.client = client;
    this.format = format;
    this.proofs = server.proofs();
    this.dialect = server.dialect();
    this.channel = new BackChannel("token endpoint of " + server.name(), context);
  }

  /** The endpoint for a grant with its own way to tell the client and to write the request. */
  public static TokenEndpoint of(
      AuthorizationServer server,
      ClientAuthentication client,
      BodyFormat format,
      ProviderContext context) {
    return new TokenEndpoint(server, server.tokenEndpoint(), client, format, context);
  }

  /** Where sessions are renewed, which for some services is another address. */
  static TokenEndpoint ofRenewals(AuthorizationServer server, ProviderContext context) {
    return new TokenEndpoint(server, server.refreshEndpoint(), context);
  }

  /** An answer that conforms to the protocol. */
  public sealed interface Answer {}

  /**
   * Tokens.
   *
   * @param tokens checked
   * @param date the server's time, if it says
   */
  public record Granted(VerifiedTokens tokens, Optional<Instant> date) implements Answer {}

  /**
   * A refusal.
   *
   * @param status 400 or 401 where the server follows the RFC, 200 where it does as GitHub does
   */
  public record Refused(int status, ErrorResponse error) implements Answer {}

  /**
   * Sends one request, without a retry. Blocks for up to 60 seconds: a slow server may already have
   * spent the refresh token, so that a second request too early would end the session.
   *
   * @throws AuthException.Transient if the server does not answer, is busy or has failed
   * @throws AuthException.Protocol if it answers with anything else
   */
  public Answer send(Map<String, String> form) {
    return send(form, received -> {});
  }

  /**
   * The same, with a look at a success before anything about it is judged.
   *
   * @param received is given the part of the answer that has the tokens, as it came
   */
  public Answer send(Map<String, String> form, Consumer<JsonObject> received) {
    return switch (channel.post(uri, form, client, format, LIMIT, proofs)) {
      case BackChannel.Accepted accepted -> {
        received.accept(tokenObject(accepted.object()));
        yield new Granted(tokens(accepted.object()), accepted.date());
      }
      case BackChannel.Refused refused -> new Refused(refused.status(), refused.error());
    };
  }

  /** The part of the answer that has the tokens; all of it if that part is not there. */
  private JsonObject tokenObject(JsonObject answer) {
    JsonObject part = answer;
    for (String name : dialect.tokenPath().orElse("").split("\\.", -1)) {
      if (!name.isEmpty()) {
        if (!(part.get(name) instanceof JsonObject inner)) {
          return answer;
        }
        part = inner;
      }
    }
    return part;
  }

  private Optional<URI> apiBase(JsonObject answer, String name) {
    String text =
        answer.get(name) instanceof JsonString address
            ? address.getString()
            : tokenObject(answer).getString(name, "");
    try {
      return Optional.of(URI.create(text.strip())).filter(SecureUri::isSecure);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private VerifiedTokens tokens(JsonObject answer) {
    ErrorResponse.of(answer)
        .ifPresent(
            error -> {
              throw channel.broken(
                  "an error under the status of a success (" + error.phrase() + ")");
            });
    try {
      return VerifiedTokens.of(
          TokenResponse.of(tokenObject(answer)),
          dialect.apiBaseField().flatMap(name -> apiBase(answer, name)),
          proofs.isPresent(),
          channel::broken);
    } catch (JsonException e) {
      throw channel.broken("something that is not a token answer");
    }
  }
}
