package dev.keyfob.auth.oauth.discovery;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.SecureUri;
import dev.keyfob.auth.oauth.dialect.IssuerRule;
import dev.keyfob.auth.oauth.protocol.Pkce;
import dev.keyfob.auth.oauth.protocol.ServerText;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The metadata that an identity provider publishes (OpenID Connect Discovery section 3, RFC 8414
 * section 2), with what is dangerous or useless about it refused.
 */
public final class ProviderMetadata {
  /** Where only the profile says anything. */
  static final ProviderMetadata NONE =
      new ProviderMetadata(
          "", JsonFields.of(JsonValue.EMPTY_JSON_OBJECT, problem -> refuse("", problem)));

  private final String issuer;
  private final JsonFields fields;

  private ProviderMetadata(String issuer, JsonFields fields) {
    this.issuer = issuer;
    this.fields = fields;
  }

  /**
   * Checks a document.
   *
   * @param rule whose metadata was asked for
   * @throws AuthException.Protocol if it is another's, or does not allow what is needed here
   */
  static ProviderMetadata of(IssuerRule rule, JsonObject document) {
    return of(rule, document, false);
  }

  /**
   * Checks a document.
   *
   * @param strict whether PKCE must be advertised
   */
  static ProviderMetadata of(IssuerRule rule, JsonObject document, boolean strict) {
    String issuer = rule.issuer();
    ProviderMetadata metadata =
        new ProviderMetadata(issuer, JsonFields.of(document, problem -> refuse(issuer, problem)));
    metadata.requireSameIssuer(rule);
    metadata.requireAdvertised("response_types_supported", "code");
    if (strict && metadata.fields.texts("code_challenge_methods_supported").isEmpty()) {
      throw refuse(issuer, "code_challenge_methods_supported is missing");
    }
    metadata.requireAdvertised("response_modes_supported", "query");
    metadata.requireNoSignedRequests();
    return metadata;
  }

  Optional<URI> endpoint(String name) {
    Optional<URI> endpoint = fields.uri(name);
    if (endpoint.isPresent() && !SecureUri.isSecure(endpoint.get())) {
      throw refuse(issuer, name + " is not https");
    }
    return endpoint;
  }

  List<String> idTokenAlgorithms() {
    return fields.texts("id_token_signing_alg_values_supported");
  }

  /** Empty if it does not say. */
  public List<String> scopes() {
    return fields.texts("scopes_supported");
  }

  /** Empty if it does not say. */
  public List<String> grantTypes() {
    return fields.texts("grant_types_supported");
  }

  /** Whether a client may name itself by the address of a document about it. */
  public boolean readsClientMetadata() {
    return fields.object().getBoolean("client_id_metadata_document_supported", false);
  }

  /** Empty if it does not say. */
  public List<String> tokenEndpointAuthMethods() {
    return fields.texts("token_endpoint_auth_methods_supported");
  }

  boolean demandsPushedRequests() {
    return fields.object().getBoolean("require_pushed_authorization_requests", false);
  }

  boolean namesItselfInResponses() {
    return fields.object().getBoolean("authorization_response_iss_parameter_supported", false);
  }

  /** OpenID Connect Discovery section 4.3: exactly, or somebody speaks for somebody else. */
  private void requireSameIssuer(IssuerRule rule) {
    String found = fields.text("issuer").orElse("");
    if (!rule.isMetadata(found)) {
      throw new AuthException.Protocol(
          "The metadata of "
              + issuer
              + " belongs to another issuer: "
              + (found.isEmpty() ? "it names none" : ServerText.clean(found))
              + ".",
          "write the issuer into the profile exactly as its identity provider does",
          null);
    }
  }

  /** PKCE by S256, where it is advertised at all (RFC 8414 section 2). */
  void requirePkce() {
    requireAdvertised("code_challenge_methods_supported", Pkce.METHOD);
  }

  /** RFC 9101 section 10.5: an authorization request in the clear would be refused. */
  private void requireNoSignedRequests() {
    if (fields.flag("require_signed_request_object")) {
      throw refuse(issuer, "it wants every authorization request signed (RFC 9101)");
    }
  }

  /** What is not advertised may still be there; what is advertised without it is not. */
  private void requireAdvertised(String name, String value) {
    List<String> advertised = fields.texts(name);
    if (!advertised.isEmpty() && !advertised.contains(value)) {
      throw refuse(issuer, name + " does not include " + value);
    }
  }

  private static AuthException refuse(String issuer, String problem) {
    return new AuthException.Protocol(
        "The metadata of " + issuer + " cannot be used: " + problem + ".", null, null);
  }
}
