package dev.keyfob.auth.oauth.workload;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.client.ClientAssertion;
import dev.keyfob.auth.oauth.client.ClientAuthentication;
import dev.keyfob.auth.oauth.dialect.BodyFormat;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.discovery.Discovery;
import dev.keyfob.auth.oauth.protocol.ErrorResponse;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import dev.keyfob.auth.oauth.token.SessionFactory;
import dev.keyfob.auth.oauth.token.TokenEndpoint;
import dev.keyfob.auth.oauth.token.TokenErrors;
import dev.keyfob.auth.oauth.workload.WorkloadSettings.Grant;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Obtains a token without a person, by the one grant that the profile names. A refusal is final: no
 * other grant is tried.
 */
public final class WorkloadGrant {
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

  private final WorkloadSettings settings;
  private final ProviderContext context;

  public WorkloadGrant(WorkloadSettings settings, ProviderContext context) {
    this.settings = settings;
    this.context = context;
  }

  /**
   * Sends one token request. Blocks for the source and for up to 60 seconds.
   *
   * @return a token without a refresh token
   * @throws AuthException.Misconfigured if the source gives nothing, or the request cannot work
   * @throws AuthException.Denied if the job token or the client is refused
   * @throws AuthException.Transient if it may work later
   */
  public OAuthCredential obtain() {
    AuthorizationServer server = new Discovery(context).forWorkload();
    JobToken job = new JobToken(settings, context);
    Map<String, String> form = form(server, job);
    ClientAuthentication client =
        settings.grant() == Grant.CLIENT_ASSERTION
            ? ClientAssertion.bearing(() -> job.read().reveal())
            : server.clientAuthentication();
    BodyFormat format =
        settings
            .json()
            .map(json -> json ? BodyFormat.JSON : BodyFormat.FORM)
            .orElse(server.dialect().tokenBody());
    TokenEndpoint endpoint = TokenEndpoint.of(server, client, format, context);
    return switch (endpoint.send(form, this::requireKind)) {
      case TokenEndpoint.Granted granted ->
          SessionFactory.unattended(
              granted.tokens(), server, settings.fingerprint(context.profile()), context);
      case TokenEndpoint.Refused refused -> throw refusal(server, refused.error());
    };
  }

  /** Defaults first, then what the profile says of them; what makes the grant is fixed. */
  private Map<String, String> form(AuthorizationServer server, JobToken job) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", server.clientId());
    form.put("scope", server.dialect().join(server.scopes()));
    form.putAll(server.dialect().grantParameters());
    server.resource().ifPresent(resource -> form.put("resource", resource));
    if (settings.grant() == Grant.TOKEN_EXCHANGE) {
      form.put("subject_token_type", JWT);
    }
    form.putAll(server.dialect().tokenParameters(java.util.Optional.empty()));
    form.putAll(settings.parameters());
    form.put("grant_type", settings.grant().type());
    switch (settings.grant()) {
      case JWT_BEARER ->
          form.put(
              "assertion",
              settings
                  .via()
                  .map(name -> new IdentityAssertion(name, context).obtain(server))
                  .orElseGet(job::read)
                  .reveal());
      case TOKEN_EXCHANGE -> form.put("subject_token", job.read().reveal());
      case CLIENT_CREDENTIALS, CLIENT_ASSERTION -> {}
    }
    form.values().removeIf(String::isEmpty);
    return form;
  }

  /** RFC 8693 section 2.2.1: without it nobody knows what was issued. */
  private void requireKind(JsonObject answer) {
    if (settings.grant() == Grant.TOKEN_EXCHANGE
        && !(answer.get("issued_token_type") instanceof JsonString)) {
      throw new AuthException.Protocol(
          "The token exchange at "
              + context.profile().displayName()
              + " was answered without issued_token_type.",
          null,
          null);
    }
  }

  private AuthException refusal(AuthorizationServer server, ErrorResponse error) {
    String doctor = "keyfob doctor " + context.profile().name();
    String who =
        settings
            .via()
            .map(name -> "what the identity provider of " + name + " says of you")
            .or(() -> settings.source().map(name -> "the job token in " + JobToken.shown(name)))
            .orElse("the client");
    return switch (error.code()) {
      case "server_error", "temporarily_unavailable" -> TokenErrors.of(server, error, context);
      case "invalid_scope",
          "invalid_target",
          "invalid_request",
          "unsupported_grant_type",
          "unauthorized_client" ->
          new AuthException.Misconfigured(
              ErrorCode.OAUTH_NOT_CONFIGURED,
              server.name()
                  + " refuses the "
                  + settings.grant()
                  + " grant ("
                  + error.phrase()
                  + ").",
              doctor,
              null);
      default ->
          new AuthException.Denied(
              ErrorCode.INVALID_CREDENTIAL,
              server.name() + " does not accept " + who + " (" + error.phrase() + ").",
              doctor);
    };
  }
}
