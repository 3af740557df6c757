package dev.keyfob.auth.oauth.discovery;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.oauth.client.ClientSettings;
import dev.keyfob.auth.oauth.client.RegisteredClient;
import dev.keyfob.auth.oauth.protocol.ServerText;
import dev.keyfob.auth.oauth.registration.ClientRegistration;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds a service's identity provider: from the profile, from the service's own document at {@code
 * configPath}, and from the issuer's metadata.
 */
public final class Discovery {
  private final ProviderContext context;
  private final ServiceProfile profile;
  private final OAuthSettings settings;

  /**
   * Discovery for one profile.
   *
   * @throws AuthException.Misconfigured with {@code oauth_not_configured} if OAuth cannot work
   */
  public Discovery(ProviderContext context) {
    this.context = context;
    profile = context.profile();
    settings = profile.oauth().orElseThrow(() -> notConfigured("has no OAuth settings"));
    ClientSettings.of(profile).require(profile);
  }

  /**
   * The identity provider for a login. Blocks for seconds where the service's document has to be
   * read.
   *
   * @throws AuthException.Misconfigured with {@code oauth_not_configured} if there is no client id
   * @throws AuthException.Transient if the service cannot be asked now
   */
  public AuthorizationServer forLogin() {
    if (settings.clientId().isEmpty() && settings.configPath().isEmpty()) {
      throw noClientId("");
    }
    boolean complete = settings.issuer().isPresent() && settings.clientId().isPresent();
    ServiceDocument document = complete ? ServiceDocument.NONE : serviceDocument();
    return server(
        settings.issuer().map(URI::toString).or(document::issuer),
        settings
            .clientId()
            .or(document::clientId)
            .orElseThrow(() -> noClientId(", nor does its service")),
        settings.scopes().isEmpty() ? document.scopes() : settings.scopes(),
        Optional.empty());
  }

  /**
   * The identity provider for a login, with a client that is registered there if the profile names
   * none: by the document that the profile points to, as it was before, or anew. Blocks for
   * seconds.
   *
   * @param redirectUri where the browser is to come back to; empty if there is no browser
   * @param anew whether a client that was registered before is not good enough
   * @throws AuthException.Misconfigured with {@code oauth_not_configured} if there is no client id
   *     and none is to be had
   * @throws AuthException.Transient if the service cannot be asked now
   */
  public AuthorizationServer forLogin(Optional<String> redirectUri, boolean anew) {
    if (namesClient()) {
      return forLogin();
    }
    String issuer = settings.issuer().orElseThrow(() -> noClientId("")).toString();
    ProviderMetadata metadata = metadata(issuer);
    Optional<String> document = McpSettings.of(profile).clientMetadataUrl();
    if (document.isPresent() && metadata.readsClientMetadata()) {
      return server(issuer, document.get(), Optional.empty(), metadata);
    }
    RegisteredClient client =
        previousClient()
            .filter(known -> !anew && known.serves(issuer, redirectUri, context.clock().instant()))
            .orElseGet(() -> register(issuer, redirectUri, metadata));
    return server(issuer, client.clientId(), Optional.of(client), metadata);
  }

  /**
   * The identity provider that a login was begun at.
   *
   * @param clientId the client that the login began with
   * @param registered how that client was registered; empty if the profile names it
   */
  public AuthorizationServer forFinish(String clientId, Optional<RegisteredClient> registered) {
    if (namesClient()) {
      return forLogin();
    }
    Optional<String> issuer = settings.issuer().map(URI::toString);
    return server(issuer, clientId, settings.scopes(), registered);
  }

  /**
   * The identity provider, with an empty client id if one would have to be registered first.
   *
   * @throws AuthException.Misconfigured with {@code oauth_not_configured} if there is no client id
   *     and none is to be had
   */
  public AuthorizationServer forExamination() {
    if (namesClient()) {
      return forLogin();
    }
    String issuer = settings.issuer().orElseThrow().toString();
    ProviderMetadata metadata = metadata(issuer);
    Optional<String> document =
        McpSettings.of(profile).clientMetadataUrl().filter(_ -> metadata.readsClientMetadata());
    if (document.isEmpty() && metadata.endpoint("registration_endpoint").isEmpty()) {
      throw noClientId(", and " + issuer + " registers none");
    }
    return server(issuer, document.orElse(""), Optional.empty(), metadata);
  }

  /**
   * The identity provider for a grant without a person, with an empty client id if the profile
   * names none: the statement about the job may be all that it wants.
   */
  public AuthorizationServer forWorkload() {
    return server(
        settings.issuer().map(URI::toString),
        settings.clientId().or(() -> McpSettings.of(profile).clientMetadataUrl()).orElse(""),
        settings.scopes(),
        Optional.empty());
  }

  private boolean namesClient() {
    return settings.clientId().isPresent()
        || settings.configPath().isPresent()
        || settings.issuer().isEmpty()
        || !McpSettings.of(profile).registers();
  }

  /** The client of the session that is stored now, unless its server has ended it. */
  public Optional<RegisteredClient> previousClient() {
    try {
      return context
          .stored(OAuthCredential.TYPE)
          .filter(JsonObject.class::isInstance)
          .map(entry -> JsonFields.of(entry.asJsonObject(), Discovery::unusable))
          .filter(session -> session.text(OAuthCredential.DEAD_SINCE).isEmpty())
          .flatMap(session -> session.object(OAuthCredential.CLIENT))
          .map(client -> RegisteredClient.of(client.object(), Discovery::unusable));
    } catch (AuthException e) {
      return Optional.empty(); // a login replaces what cannot be read
    }
  }

  private static AuthException unusable(String problem) {
    return AuthException.usage("The stored client cannot be used: " + problem + ".", null);
  }

  private RegisteredClient register(
      String issuer, Optional<String> redirectUri, ProviderMetadata metadata) {
    URI endpoint =
        metadata
            .endpoint("registration_endpoint")
            .orElseThrow(() -> noClientId(", and " + issuer + " registers none"));
    String redirect =
        redirectUri.orElseGet(() -> "http://" + settings.redirectHost() + settings.redirectPath());
    return new ClientRegistration(context)
        .register(
            endpoint, issuer, redirect, metadata.tokenEndpointAuthMethods(), metadata.grantTypes());
  }

  private ProviderMetadata metadata(String issuer) {
    return new MetadataDocuments(context)
        .ofIssuer(
            issuer,
            McpSettings.of(profile).mcp()
                ? MetadataDocuments.Order.OAUTH_FIRST
                : MetadataDocuments.Order.OPENID_FIRST);
  }

  private AuthorizationServer server(
      String issuer,
      String clientId,
      Optional<RegisteredClient> registered,
      ProviderMetadata metadata) {
    return new AuthorizationServer(
        context, Optional.of(issuer), clientId, settings.scopes(), registered, () -> metadata);
  }

  /**
   * The identity provider of a session. What the session says of it need not be asked for again.
   *
   * @throws AuthException.NotLoggedIn if the profile now names another one, whose business the
   *     tokens are not
   */
  public AuthorizationServer forSession(OAuthCredential session) {
    Optional<String> named = settings.issuer().map(URI::toString);
    if (named.isPresent() && session.issuer().isPresent() && !named.equals(session.issuer())) {
      throw new AuthException.NotLoggedIn(
          ErrorCode.NOT_LOGGED_IN,
          "The session for "
              + context.key()
              + " is from "
              + ServerText.clean(session.issuer().get())
              + ", but the profile now names "
              + named.get()
              + ".",
          context.key().loginCommand());
    }
    Optional<String> issuer = session.issuer().or(() -> named);
    Optional<String> clientId = session.clientId().or(settings::clientId);
    boolean known = issuer.isPresent() || settings.configPath().isEmpty();
    AuthorizationServer server =
        known && clientId.isPresent()
            ? server(issuer, clientId.get(), settings.scopes(), session.client())
            : forLogin();
    return server.boundTo(session.details().dpopKey());
  }

  private AuthorizationServer server(
      Optional<String> issuer,
      String clientId,
      List<String> scopes,
      Optional<RegisteredClient> registered) {
    return new AuthorizationServer(
        context,
        issuer,
        clientId,
        scopes,
        registered,
        () -> issuer.map(this::metadata).orElse(ProviderMetadata.NONE));
  }

  private ServiceDocument serviceDocument() {
    return settings
        .configPath()
        .map(path -> new MetadataDocuments(context).ofService(profile.resolve(path)))
        .orElse(ServiceDocument.NONE);
  }

  private AuthException noClientId(String nor) {
    String variable =
        "export KEYFOB_"
            + profile.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_")
            + "_CLIENT_ID=ID";
    String place =
        profile.document().get("clientRegistration") instanceof JsonString address
            ? "; register one at " + ServerText.clean(address.getString())
            : "";
    return notConfigured(
        "has no OAuth client id" + nor + place,
        keyLogin().map(login -> login + ", or " + variable).orElse(variable));
  }

  private AuthException notConfigured(String problem) {
    return notConfigured(problem, keyLogin().orElse("keyfob profile show " + profile.name()));
  }

  private AuthException notConfigured(String problem, String hint) {
    return new AuthException.Misconfigured(
        ErrorCode.OAUTH_NOT_CONFIGURED,
        "The profile " + profile.name() + " " + problem + ".",
        hint,
        null);
  }

  /** The way to log in that needs no OAuth. */
  private Optional<String> keyLogin() {
    String login = context.key().loginCommand();
    return profile
        .apiKey()
        .map(_ -> login + " --api-key")
        .or(() -> profile.pat().map(_ -> login + " --pat"));
  }
}
