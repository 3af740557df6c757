package dev.keyfob.auth.oauth;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.Revocation;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StartedLogin;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.EnvironmentVariable;
import dev.keyfob.auth.api.spi.GeneratedKey;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.LoginProgress;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.UnattendedGrant;
import dev.keyfob.auth.api.spi.support.Remedy;
import dev.keyfob.auth.oauth.authcode.AuthorizationCodeFlow;
import dev.keyfob.auth.oauth.authcode.PasteFlow;
import dev.keyfob.auth.oauth.device.DeviceFlow;
import dev.keyfob.auth.oauth.device.MonotonicTime;
import dev.keyfob.auth.oauth.dialect.ProviderDialect;
import dev.keyfob.auth.oauth.discovery.ProtectedResource;
import dev.keyfob.auth.oauth.discovery.Reachability;
import dev.keyfob.auth.oauth.dpop.DpopKey;
import dev.keyfob.auth.oauth.dpop.DpopProofs;
import dev.keyfob.auth.oauth.jose.NewKey;
import dev.keyfob.auth.oauth.login.OAuthMethod;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import dev.keyfob.auth.oauth.token.SessionRenewal;
import dev.keyfob.auth.oauth.token.TokenRevocation;
import dev.keyfob.auth.oauth.workload.Workload;
import dev.keyfob.auth.oauth.workload.WorkloadGrant;
import dev.keyfob.auth.oauth.workload.WorkloadSettings;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of OAuth 2 and OpenID Connect. This class and the codec are all that a command loads
 * that finds a fresh session; whatever talks to the network is loaded when it is needed.
 */
public final class OAuthProvider implements CredentialProvider {
  /** For the service loader. */
  public OAuthProvider() {}

  @Override
  public String type() {
    return OAuthCredential.TYPE;
  }

  @Override
  public List<LoginMethod> methods(ServiceProfile profile) {
    return profile.oauth().map(OAuthMethod::offered).orElse(List.of()).stream()
        .map(
            method ->
                method == OAuthMethod.BROWSER && hasCodePage(profile)
                    ? OAuthMethod.browserWithCode()
                    : method.toLoginMethod())
        .toList();
  }

  /** Whether the browser ends at a page of the provider that shows a code. */
  private static boolean hasCodePage(ServiceProfile profile) {
    return profile.document().get("oauth") instanceof JsonObject oauth
        && oauth.containsKey("redirectUri");
  }

  /**
   * An access token that a host program has put there. It has nothing to be renewed with; a session
   * lives in a store.
   */
  @Override
  public Optional<Credential> fromEnvironment(
      EnvironmentVariable variable, ServiceProfile profile) {
    return variable.role().equals(ServiceProfile.ACCESS_TOKEN_ROLE)
        ? Optional.of(OAuthCredential.ofAccessToken(variable.value()))
        : Optional.empty();
  }

  @Override
  public Credential decode(JsonValue entry) {
    return OAuthCodec.decode(entry);
  }

  @Override
  public JsonValue encode(Credential credential, @Nullable JsonValue previous) {
    return OAuthCodec.encode(session(credential), previous);
  }

  @Override
  public LoginOutcome login(LoginRequest request, ProviderContext context) {
    return switch (method(request)) {
      case BROWSER ->
          ProviderDialect.of(context.profile()).redirectUri().isPresent()
              ? new PasteFlow(context).login(request)
              : new AuthorizationCodeFlow(context).login(request);
      case DEVICE -> new DeviceFlow(context, MonotonicTime.SYSTEM).login(request);
      case PASTE -> new PasteFlow(context).login(request);
    };
  }

  private static OAuthMethod method(LoginRequest request) {
    String id = request.method().orElse(OAuthMethod.BROWSER.id());
    return OAuthMethod.of(id)
        .orElseThrow(() -> AuthException.usage("OAuth knows no login by " + id + ".", null));
  }

  @Override
  public Optional<StartedLogin> start(LoginRequest request, ProviderContext context) {
    return new TwoPhase(context, MonotonicTime.SYSTEM).start(request);
  }

  @Override
  public LoginProgress finish(
      JsonObject state, Optional<String> pasted, Duration patience, ProviderContext context) {
    return new TwoPhase(context, MonotonicTime.SYSTEM).finish(state, pasted, patience);
  }

  @Override
  public Optional<JsonObject> identify(Credential credential, ProviderContext context) {
    return new UserIdentity(this, context).ask(session(credential));
  }

  @Override
  public Credential renew(RenewableCredential credential, ProviderContext context) {
    return renew(credential, context, rotated -> {});
  }

  @Override
  public Credential renew(
      RenewableCredential credential, ProviderContext context, Consumer<Credential> rotated) {
    return credential.grant().isPresent()
        ? new WorkloadGrant(workload(context), context).obtain()
        : new SessionRenewal(context).renew(session(credential), rotated);
  }

  private static WorkloadSettings workload(ProviderContext context) {
    return WorkloadSettings.of(context.profile())
        .orElseThrow(() -> new AuthException.NotLoggedIn(context.key()));
  }

  @Override
  public Optional<UnattendedGrant> unattended(ServiceProfile profile) {
    return Workload.of(profile);
  }

  @Override
  public Credential markDead(RenewableCredential credential, ProviderContext context) {
    return session(credential).markedDead(context.clock().instant());
  }

  @Override
  public Revocation revoke(Credential credential, ProviderContext context) {
    return new TokenRevocation(context).revoke(session(credential));
  }

  @Override
  public Optional<String> examine(ProviderContext context) {
    Optional<WorkloadSettings> workload = WorkloadSettings.of(context.profile());
    if (workload.isPresent()) {
      OAuthCredential _ = new WorkloadGrant(workload.get(), context).obtain();
      return Optional.of(
          "A token can be obtained: " + workload.get().chain(context.profile()) + ".");
    }
    return Optional.of(new Reachability(context).examine());
  }

  @Override
  public Optional<JsonObject> discover(
      URI resource, Optional<String> challenge, ProviderContext context) {
    return Optional.of(new ProtectedResource(context).discover(resource, challenge));
  }

  @Override
  public Optional<GeneratedKey> generateKey(String algorithm) {
    return NewKey.of(algorithm);
  }

  @Override
  public Map<String, String> authorize(
      Credential credential, OutgoingRequest request, ProviderContext context) {
    ServiceProfile profile = context.profile();
    OAuthCredential session = session(credential);
    if (!session.accessToken().isHeaderSafe()) {
      throw new AuthException.Denied(
          ErrorCode.INVALID_CREDENTIAL,
          "The access token for " + profile.displayName() + " cannot go into a header.",
          Remedy.of(session, context.key()));
    }
    return session
        .details()
        .dpopKey()
        .map(key -> withProof(session, new DpopProofs(DpopKey.of(key), context), request))
        .orElseGet(
            () ->
                Map.of(
                    "Authorization",
                    OAuthCredential.BEARER + " " + session.accessToken().reveal()));
  }

  private static Map<String, String> withProof(
      OAuthCredential session, DpopProofs proofs, OutgoingRequest request) {
    return Map.of(
        "Authorization",
        DpopProofs.DPOP + " " + session.accessToken().reveal(),
        DpopProofs.DPOP,
        proofs.of(request.method(), request.target(), Optional.of(session.accessToken())));
  }

  /** RFC 9449 section 9: a resource may want a nonce, and every answer may bring a newer one. */
  @Override
  public boolean answered(
      Credential credential, URI target, int status, HttpHeaders headers, ProviderContext context) {
    return session(credential).details().dpopKey().isPresent()
        && DpopProofs.heard(target, headers, context)
        && status == 401
        && headers.allValues("WWW-Authenticate").stream()
            .anyMatch(challenge -> challenge.contains(DpopProofs.USE_NONCE));
  }

  private static OAuthCredential session(Credential credential) {
    if (credential instanceof OAuthCredential session) {
      return session;
    }
    throw new IllegalArgumentException("not an OAuth session: " + credential.type());
  }
}
