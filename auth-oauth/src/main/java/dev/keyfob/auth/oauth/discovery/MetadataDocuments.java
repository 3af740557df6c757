package dev.keyfob.auth.oauth.discovery;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.HostUri;
import dev.keyfob.auth.api.spi.HttpAnswer;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.SecureUri;
import dev.keyfob.auth.oauth.dialect.IssuerRule;
import dev.keyfob.auth.oauth.dialect.ProviderDialect;
import dev.keyfob.auth.oauth.protocol.AnswerBody;
import dev.keyfob.auth.oauth.protocol.ServerText;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fetches the documents by which identity providers and services describe themselves. */
public final class MetadataDocuments {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MAX_REDIRECTS = 3;

  private static final String OPENID = "/.well-known/openid-configuration";
  private static final String OAUTH = "/.well-known/oauth-authorization-server";

  private final ProviderContext context;

  public MetadataDocuments(ProviderContext context) {
    this.context = context;
  }

  /**
   * An issuer's metadata, where OpenID Connect Discovery puts it or else where RFC 8414 does.
   *
   * @throws AuthException.Protocol if there is none, or none that can be used
   */
  ProviderMetadata ofIssuer(String issuer) {
    return ofIssuer(issuer, Order.OPENID_FIRST);
  }

  /** Where to look first. */
  enum Order {
    /** OpenID Connect Discovery section 4, then RFC 8414. */
    OPENID_FIRST,
    /** As the Model Context Protocol has it, which demands PKCE besides. */
    OAUTH_FIRST
  }

  /**
   * An issuer's metadata, fetched once in a login.
   *
   * @throws AuthException.Protocol if there is none, or none that can be used
   */
  ProviderMetadata ofIssuer(String issuer, Order order) {
    return context.remembered(
        List.of("metadata", issuer, order),
        ProviderMetadata.class,
        () -> fetchOfIssuer(issuer, order));
  }

  private ProviderMetadata fetchOfIssuer(String issuer, Order order) {
    URI base = issuerUri(issuer);
    ProviderDialect dialect = ProviderDialect.of(context.profile());
    List<URI> places = dialect.metadataUri().map(List::of).orElseGet(() -> places(base, order));
    for (URI place : places) {
      Optional<JsonObject> document = fetch(place);
      if (document.isPresent()) {
        context.notices().trace(() -> "metadata of " + issuer + " read from " + place);
        ProviderMetadata metadata =
            ProviderMetadata.of(
                IssuerRule.of(context.profile(), issuer),
                document.get(),
                order == Order.OAUTH_FIRST);
        if (dialect.pkce()) {
          metadata.requirePkce();
        }
        return metadata;
      }
    }
    throw new AuthException.Protocol(
        ServerText.clean(issuer)
            + " publishes no metadata: there is no JSON object at "
            + places.stream().map(URI::toString).collect(Collectors.joining(" nor at "))
            + ".",
        "check the issuer: keyfob profile show " + context.profile().name(),
        null);
  }

  private static List<URI> places(URI base, Order order) {
    return order == Order.OPENID_FIRST
        ? List.of(openIdPlace(base), oauthPlace(base, OAUTH))
        : Stream.of(oauthPlace(base, OAUTH), oauthPlace(base, OPENID), openIdPlace(base))
            .distinct()
            .toList();
  }

  /**
   * A service's own document about its identity provider.
   *
   * @throws AuthException.Protocol if it is not there
   */
  ServiceDocument ofService(URI place) {
    return fetch(place)
        .map(document -> ServiceDocument.of(document, problem -> unusable(place, problem)))
        .orElseThrow(() -> unusable(place, "there is no JSON object"));
  }

  /**
   * A JSON object that has to be there.
   *
   * @throws AuthException.Protocol if it is not
   */
  public JsonObject required(URI place) {
    return fetch(place).orElseThrow(() -> unusable(place, "there is no JSON object"));
  }

  /** A JSON object that may be there. */
  Optional<JsonObject> find(URI place) {
    return fetch(place);
  }

  private URI issuerUri(String issuer) {
    URI uri = null;
    try {
      uri = HostUri.of(issuer);
    } catch (IllegalArgumentException e) {
      // refused below, like any other that is no good
    }
    if (uri == null
        || !SecureUri.isSecure(uri)
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new AuthException.Misconfigured(
          ErrorCode.OAUTH_NOT_CONFIGURED,
          "The issuer " + ServerText.clean(issuer) + " is not an https address.",
          "keyfob profile show " + context.profile().name(),
          null);
    }
    return uri;
  }

  /** OpenID Connect Discovery section 4: after the issuer's path. */
  private static URI openIdPlace(URI issuer) {
    return HostUri.of(withoutTrailingSlash(issuer.toString()) + OPENID);
  }

  /** RFC 8414 section 3: before the issuer's path. */
  private static URI oauthPlace(URI issuer, String wellKnown) {
    return issuer.resolve(wellKnown + withoutTrailingSlash(issuer.getRawPath()));
  }

  private static String withoutTrailingSlash(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** Empty if there is nothing at that address, or a page for people. */
  private Optional<JsonObject> fetch(URI place) {
    HttpAnswer answer = followed(place);
    if (answer.passing()) {
      throw new AuthException.Transient(
          ErrorCode.IDP_UNAVAILABLE,
          place.getRawAuthority() + " answered with HTTP " + answer.status() + ".",
          answer.retryAfter(context.clock().instant()).orElse(null),
          null);
    }
    if (answer.status() / 100 == 3) {
      throw unusable(place, "it redirects to another site, or too often");
    }
    if (!answer.ok()) {
      return Optional.empty();
    }
    try {
      return Optional.of(JsonText.parseObject(AnswerBody.withoutMark(answer.body())));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /** What is at an address, or where it redirects to on the same site. */
  private HttpAnswer followed(URI place) {
    HttpAnswer answer = get(place);
    for (int hops = 0; hops < MAX_REDIRECTS; hops++) {
      Optional<URI> next = redirect(answer);
      if (next.isEmpty()) {
        return answer;
      }
      URI target = next.get();
      context.notices().trace(() -> place + " redirects to " + target);
      answer = get(target);
    }
    return answer;
  }

  private HttpAnswer get(URI place) {
    return context
        .http()
        .send(
            HttpRequest.newBuilder(place).header("Accept", "application/json").GET().build(),
            LIMIT);
  }

  /** Within the origin only: nobody else speaks for it. */
  private static Optional<URI> redirect(HttpAnswer answer) {
    if (answer.status() / 100 != 3) {
      return Optional.empty();
    }
    try {
      URI from = answer.uri();
      return answer
          .headers()
          .firstValue("Location")
          .map(from::resolve)
          .filter(
              to ->
                  String.valueOf(from.getScheme()).equalsIgnoreCase(to.getScheme())
                      && String.valueOf(from.getRawAuthority())
                          .equalsIgnoreCase(to.getRawAuthority()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static AuthException unusable(URI place, String problem) {
    return new AuthException.Protocol(
        "The document at " + place + " cannot be used: " + problem + ".", null, null);
  }
}
