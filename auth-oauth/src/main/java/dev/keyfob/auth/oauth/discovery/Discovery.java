package dev.keyfob.auth.oauth.discovery;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.protocol.ServerText;
import dev.keyfob.auth.oauth.session.OAuthCredential;
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
    if (!settings.clientAuth().equals("none")) {
      throw notConfigured(
          "asks for the client authentication \""
              + ServerText.clean(settings.clientAuth())
              + "\", of which keyfob knows only \"none\"");
    }
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
        settings.scopes().isEmpty() ? document.scopes() : settings.scopes());
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
    return known && clientId.isPresent()
        ? server(issuer, clientId.get(), settings.scopes())
        : forLogin();
  }

  private AuthorizationServer server(
      Optional<String> issuer, String clientId, List<String> scopes) {
    MetadataDocuments documents = new MetadataDocuments(context);
    return new AuthorizationServer(
        profile,
        issuer,
        clientId,
        scopes,
        () -> issuer.map(documents::ofIssuer).orElse(ProviderMetadata.NONE));
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
    return notConfigured(
        "has no OAuth client id" + nor,
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
