package dev.keyfob.auth.oauth.discovery;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.SecureUri;
import dev.keyfob.auth.oauth.client.ClientAssertion;
import dev.keyfob.auth.oauth.client.ClientAuthentication;
import dev.keyfob.auth.oauth.client.ClientSettings;
import dev.keyfob.auth.oauth.client.RegisteredClient;
import dev.keyfob.auth.oauth.dialect.Hardening;
import dev.keyfob.auth.oauth.dialect.IssuerRule;
import dev.keyfob.auth.oauth.dialect.ProviderDialect;
import dev.keyfob.auth.oauth.dpop.DpopKey;
import dev.keyfob.auth.oauth.dpop.DpopProofs;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider as one client sees it. What the profile names itself costs no request; the
 * rest is looked up in the metadata, once. Every address given out is https or on this machine. For
 * one thread.
 */
public final class AuthorizationServer {
  private final ProviderContext context;
  private final ServiceProfile profile;
  private final Optional<OAuthSettings> settings;
  private final Optional<String> issuer;
  private final String clientId;
  private final List<String> scopes;
  private final Supplier<ProviderMetadata> source;
  private final ProviderDialect dialect;
  private final McpSettings mcp;
  private final Optional<RegisteredClient> registered;
  private final Hardening hardening;
  private @Nullable ProviderMetadata metadata;
  private Optional<DpopProofs> proofs = Optional.empty();
  private boolean keyIsKnown;

  /**
   * Describes a server.
   *
   * @param issuer its identifier; empty if the profile names endpoints only
   * @param scopes what to ask for unless the login says otherwise
   * @param registered how the client was registered, if it was dynamically
   * @param source fetches the metadata
   */
  AuthorizationServer(
      ProviderContext context,
      Optional<String> issuer,
      String clientId,
      List<String> scopes,
      Optional<RegisteredClient> registered,
      Supplier<ProviderMetadata> source) {
    this.context = context;
    this.profile = context.profile();
    this.settings = profile.oauth();
    this.issuer = issuer;
    this.clientId = clientId;
    this.scopes = List.copyOf(scopes);
    this.source = source;
    this.dialect = ProviderDialect.of(profile);
    this.hardening = Hardening.of(profile);
    this.registered = registered;
    this.mcp = McpSettings.of(profile);
  }

  public Optional<String> issuer() {
    return issuer;
  }

  public String clientId() {
    return clientId;
  }

  /** What it does in its own way. */
  public ProviderDialect dialect() {
    return dialect;
  }

  /** What the profile asks for beyond a plain login. */
  public Hardening hardening() {
    return hardening;
  }

  /**
   * The same server for a session that has begun.
   *
   * @param key the key that the session is bound to; empty if to none
   */
  public AuthorizationServer boundTo(Optional<Secret> key) {
    proofs = key.map(stored -> new DpopProofs(DpopKey.of(stored), context));
    keyIsKnown = true;
    return this;
  }

  /** Proofs for requests to it (RFC 9449), by a new key unless a session has one; empty if none. */
  public Optional<DpopProofs> proofs() {
    if (!keyIsKnown) {
      keyIsKnown = true;
      proofs =
          hardening.dpop()
              ? Optional.of(new DpopProofs(DpopKey.fresh(), context))
              : Optional.empty();
    }
    return proofs;
  }

  /** Where authorization requests are pushed to (RFC 9126); empty if the browser carries them. */
  public Optional<URI> pushedRequestEndpoint() {
    boolean demanded = issuer.isPresent() && metadata().demandsPushedRequests();
    return hardening.par() || demanded
        ? Optional.of(
            required(
                "pushed authorization request",
                metadata().endpoint("pushed_authorization_request_endpoint")))
        : Optional.empty();
  }

  /** Whose ID tokens and answers are its own; empty if it has no identifier. */
  public Optional<IssuerRule> issuerRule() {
    return issuer.map(name -> IssuerRule.of(profile, name));
  }

  public List<String> scopes() {
    return scopes;
  }

  /** Who this is, for messages. */
  public String name() {
    return issuer.orElse("the identity provider of " + profile.displayName());
  }

  public URI authorizationEndpoint() {
    return required(
        "authorization", endpoint(OAuthSettings::authorizationEndpoint, "authorization_endpoint"));
  }

  public URI tokenEndpoint() {
    return required("token", endpoint(OAuthSettings::tokenEndpoint, "token_endpoint"));
  }

  /** Where a session is renewed. */
  public URI refreshEndpoint() {
    return dialect.refreshEndpoint().orElseGet(this::tokenEndpoint);
  }

  /**
   * Makes sure of the token endpoint before a person is asked for anything: what they would have
   * confirmed could not be redeemed.
   */
  public void requireTokenEndpoint() {
    var _ = tokenEndpoint();
  }

  public Optional<URI> revocationEndpoint() {
    return endpoint(OAuthSettings::revocationEndpoint, "revocation_endpoint");
  }

  public Optional<URI> deviceAuthorizationEndpoint() {
    return endpoint(OAuthSettings::deviceAuthorizationEndpoint, "device_authorization_endpoint");
  }

  public Optional<URI> userinfoEndpoint() {
    return endpoint(OAuthSettings::userinfoEndpoint, "userinfo_endpoint");
  }

  /** The keys that sign its ID tokens; empty if they cannot be checked. */
  public Optional<URI> jwksUri() {
    return metadata().endpoint("jwks_uri");
  }

  /** The algorithms it signs ID tokens with; empty if it does not say. */
  public List<String> idTokenAlgorithms() {
    return metadata().idTokenAlgorithms();
  }

  /** Whether every one of its authorization responses carries {@code iss} (RFC 9207). */
  public boolean namesItselfInResponses() {
    return metadata().namesItselfInResponses();
  }

  /** How the client was registered, if it was dynamically. */
  public Optional<RegisteredClient> registered() {
    return registered;
  }

  /** The resource indicator to send with every request for a grant or a token (RFC 8707). */
  public Optional<String> resource() {
    return mcp.resource();
  }

  /** Whether this guards a Model Context Protocol server. */
  public boolean isOfMcp() {
    return mcp.mcp();
  }

  /** The scopes that the metadata lists; empty if it does not say. */
  public List<String> supportedScopes() {
    return metadata().scopes();
  }

  /** How the client tells who it is. */
  public ClientAuthentication clientAuthentication() {
    if (registered.isPresent()) {
      RegisteredClient client = registered.get();
      return ClientSettings.of(client.method(), clientId, client.secret(), profile);
    }
    ClientSettings client = ClientSettings.of(profile);
    if (client.hasKey()) {
      return ClientAssertion.byKey(
          clientId, issuer.orElseGet(() -> tokenEndpoint().toString()), context);
    }
    return client.authentication(clientId, () -> metadata().tokenEndpointAuthMethods(), profile);
  }

  private Optional<URI> endpoint(Function<OAuthSettings, Optional<URI>> explicit, String name) {
    Optional<URI> named = settings.flatMap(explicit);
    if (named.isEmpty()) {
      return metadata().endpoint(name);
    }
    if (!SecureUri.isSecure(named.get())) {
      throw notConfigured("has an OAuth endpoint that is not https: " + named.get());
    }
    return named;
  }

  private URI required(String what, Optional<URI> endpoint) {
    return endpoint.orElseThrow(
        () -> notConfigured("names no " + what + " endpoint, nor does its" + " issuer"));
  }

  private AuthException notConfigured(String problem) {
    return new AuthException.Misconfigured(
        ErrorCode.OAUTH_NOT_CONFIGURED,
        "The profile " + profile.name() + " " + problem + ".",
        "keyfob profile show " + profile.name(),
        null);
  }

  private ProviderMetadata metadata() {
    ProviderMetadata known = metadata;
    if (known == null) {
      known = source.get();
      metadata = known;
    }
    return known;
  }
}
