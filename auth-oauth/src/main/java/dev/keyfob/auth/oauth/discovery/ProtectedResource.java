package dev.keyfob.auth.oauth.discovery;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.HostUri;
import dev.keyfob.auth.api.http.Challenge;
import dev.keyfob.auth.api.http.HostNames;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.SecureUri;
import dev.keyfob.auth.oauth.protocol.ServerText;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out how a protected resource wants to be authorized (RFC 9728): its authorization server,
 * its name and its scopes.
 */
public final class ProtectedResource {
  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  private final ProviderContext context;
  private final MetadataDocuments documents;

  public ProtectedResource(ProviderContext context) {
    this.context = context;
    documents = new MetadataDocuments(context);
  }

  /**
   * Asks. Blocks for seconds.
   *
   * @param server the resource's address
   * @param header the {@code WWW-Authenticate} header of its 401; empty if there was none
   * @return members of a profile's {@code oauth}: {@code issuer}, {@code resource}, {@code scopes}
   * @throws AuthException.Protocol if the resource does not say, or speaks for another one
   */
  public JsonObject discover(URI server, Optional<String> header) {
    if (!SecureUri.isSecure(server)) {
      throw AuthException.usage("The server's address is not https: " + server, null);
    }
    Challenge challenge = Challenge.of(header.orElse(""));
    Optional<JsonObject> document = Optional.empty();
    for (URI place : places(server, challenge)) {
      document = documents.find(place);
      if (document.isPresent()) {
        context.notices().trace(() -> "resource metadata of " + server + " read from " + place);
        break;
      }
    }
    return document.isPresent()
        ? settings(server, document.get(), challenge)
        : withoutMetadata(server, challenge);
  }

  /** What the 401 names; else the place that follows from the path; else the root. */
  private static List<URI> places(URI server, Challenge challenge) {
    Optional<URI> named = challenge.uri("resource_metadata").filter(SecureUri::isSecure);
    if (named.isPresent()) {
      return List.of(named.get());
    }
    String path = server.getRawPath() == null ? "" : server.getRawPath().replaceAll("/+$", "");
    Set<URI> places = new LinkedHashSet<>();
    places.add(server.resolve(WELL_KNOWN + path));
    places.add(server.resolve(WELL_KNOWN));
    return List.copyOf(places);
  }

  private static JsonObject settings(URI server, JsonObject document, Challenge challenge) {
    JsonFields fields = JsonFields.of(document, problem -> unusable(server, problem));
    String resource = fields.text("resource").orElseThrow(() -> unusable(server, "no resource"));
    if (!covers(resource, server)) {
      throw unusable(server, "it is of another resource, " + ServerText.clean(resource));
    }
    List<String> servers = fields.texts("authorization_servers");
    if (servers.isEmpty()) {
      throw unusable(server, "it names no authorization server");
    }
    List<String> scopes = challenge.scopes();
    return JsonText.PROVIDER
        .createObjectBuilder()
        .add("issuer", servers.getFirst())
        .add("resource", resource)
        .add(
            "scopes",
            JsonText.PROVIDER.createArrayBuilder(
                scopes.isEmpty() ? fields.texts("scopes_supported") : scopes))
        .build();
  }

  /** Servers of before RFC 9728 were their own authorization servers. */
  private JsonObject withoutMetadata(URI server, Challenge challenge) {
    String origin = HostNames.origin(server);
    try {
      documents.ofIssuer(origin, MetadataDocuments.Order.OAUTH_FIRST);
    } catch (AuthException.Protocol e) {
      throw new AuthException.Protocol(
          server + " does not say how it wants to be authorized: there is no resource metadata.",
          "name its authorization server: keyfob profile add \"$NAME\" --issuer \"$ISSUER\""
              + " --client-id \"$CLIENT_ID\" --api "
              + server,
          e);
    }
    return JsonText.PROVIDER
        .createObjectBuilder()
        .add("issuer", origin)
        .add("scopes", JsonText.PROVIDER.createArrayBuilder(challenge.scopes()))
        .build();
  }

  /** RFC 9728 section 3.3: the very address, or one above it where the metadata is the root's. */
  static boolean covers(String resource, URI server) {
    URI named;
    try {
      named = HostUri.of(resource);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (named.getScheme() == null
        || named.getRawAuthority() == null
        || named.getRawFragment() != null
        || named.getRawUserInfo() != null
        || !named.getScheme().equalsIgnoreCase(server.getScheme())
        || !named.getRawAuthority().equalsIgnoreCase(server.getRawAuthority())) {
      return false;
    }
    String above = named.getRawPath().replaceAll("/+$", "");
    String path = server.getRawPath() == null ? "" : server.getRawPath();
    return named.getRawQuery() == null
        ? path.equals(above) || path.startsWith(above + "/")
        : resource.equals(server.toString());
  }

  private static AuthException unusable(URI server, String problem) {
    return new AuthException.Protocol(
        "The resource metadata of " + server + " cannot be used: " + problem + ".", null, null);
  }
}
