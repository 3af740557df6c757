package dev.keyfob.auth.testkit;

import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.HttpStub.Request;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A strict identity provider on the loopback interface: codes work once and only with their PKCE
 * verifier, refresh tokens rotate, and the reuse of either ends the whole grant. Any endpoint can
 * be made to misbehave. Safe for use by many threads.
 */
public final class FakeIdentityProvider implements AutoCloseable {
  /** The one client it knows, unless it is given another. */
  public static final String CLIENT_ID = "acme-cli";

  /** The one person it knows. */
  public static final String SUBJECT = "user-1";

  /** The person's e-mail address. */
  public static final String EMAIL = "ada@acme.test";

  private final Clock clock;
  private final HttpStub http;
  private final JwtSigner signer = new JwtSigner();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<String, Grant> codes = new HashMap<>();
  private final Map<String, Grant> devices = new HashMap<>();
  private final Map<String, Grant> refreshTokens = new HashMap<>();
  private final Map<String, Grant> accessTokens = new HashMap<>();
  private final Map<String, Function<Request, @Nullable Reply>> overrides =
      new ConcurrentHashMap<>();
  private volatile UnaryOperator<JsonObject> metadata = UnaryOperator.identity();
  private volatile UnaryOperator<JsonObject> claims = UnaryOperator.identity();
  private volatile UnaryOperator<JsonObject> tokenAnswer = UnaryOperator.identity();
  private volatile Function<JsonObject, String> idTokens = signer::sign;
  private volatile int interval = 5;
  private volatile String clientId = CLIENT_ID;
  private final Map<String, String> aliases = new ConcurrentHashMap<>();

  private FakeIdentityProvider(Clock clock) {
    this.clock = clock;
    this.http = HttpStub.start(this::answer);
  }

  /** What one consent is good for. */
  private static final class Grant {
    final Map<String, String> request;
    boolean approved;
    boolean denied;
    boolean ended;
    @Nullable String refreshToken;

    Grant(Map<String, String> request) {
      this.request = request;
    }
  }

  /**
   * Tokens that were issued without a login.
   *
   * @param accessToken the access token
   * @param refreshToken the refresh token
   */
  public record Tokens(String accessToken, String refreshToken) {}

  /** Starts with the system's clock. */
  public static FakeIdentityProvider start() {
    return start(Clock.systemUTC());
  }

  /** Starts with a clock of its own. */
  public static FakeIdentityProvider start(Clock clock) {
    return new FakeIdentityProvider(clock);
  }

  /** The issuer. */
  public String issuer() {
    return http.uri("").toString();
  }

  /** The address of one of its paths. */
  public URI uri(String path) {
    return http.uri(path);
  }

  /** A profile that logs in here, with single quotes, for {@link TestProfiles}. */
  public String profile() {
    return """
    {'displayName': 'Acme',
     'oauth': {'issuer': '%s', 'clientId': '%s', 'scopes': ['openid', 'email']}}
    """
        .formatted(issuer(), clientId);
  }

  /** Answers requests to a path itself; where the function gives null, the usual answer follows. */
  public FakeIdentityProvider answering(String path, Function<Request, @Nullable Reply> answer) {
    overrides.put(path, answer);
    return this;
  }

  /** Gives it another client to know. */
  public FakeIdentityProvider client(String id) {
    clientId = id;
    return this;
  }

  /** Has one of its endpoints answer at another path as well. */
  public FakeIdentityProvider alias(String path, String usual) {
    aliases.put(path, usual);
    return this;
  }

  /** Changes the metadata it publishes. */
  public FakeIdentityProvider metadata(UnaryOperator<JsonObject> change) {
    metadata = change;
    return this;
  }

  /** Changes the claims of its ID tokens before they are signed. */
  public FakeIdentityProvider claims(UnaryOperator<JsonObject> change) {
    claims = change;
    return this;
  }

  /** Makes ID tokens of claims in another way. */
  public FakeIdentityProvider idTokens(Function<JsonObject, String> newSigner) {
    idTokens = newSigner;
    return this;
  }

  /** Changes the good answers of its token endpoint. */
  public FakeIdentityProvider tokenAnswer(UnaryOperator<JsonObject> change) {
    tokenAnswer = change;
    return this;
  }

  /** Sets how many seconds a device has to wait between polls. */
  public FakeIdentityProvider interval(int seconds) {
    interval = seconds;
    return this;
  }

  /** What signs its ID tokens. */
  public JwtSigner signer() {
    return signer;
  }

  /** Plays the person who consents: the address the browser is then sent to. */
  public URI consent(URI authorizationRequest) {
    Map<String, String> request = parameters(authorizationRequest);
    Grant grant = new Grant(request);
    grant.approved = true;
    String code = "code-" + numbers.incrementAndGet();
    synchronized (this) {
      codes.put(code, grant);
    }
    return callback(request, "code=" + code);
  }

  /** Plays the person who declines: the address the browser is then sent to. */
  public URI decline(URI authorizationRequest) {
    return callback(parameters(authorizationRequest), "error=access_denied");
  }

  /** Plays the person who types the code of a device and consents. */
  public synchronized void approveDevice(String userCode) {
    devices.values().stream()
        .filter(grant -> userCode.equals(grant.request.get("user_code")))
        .forEach(grant -> grant.approved = true);
  }

  /** Plays the person who types the code of a device and declines. */
  public synchronized void denyDevice(String userCode) {
    devices.values().stream()
        .filter(grant -> userCode.equals(grant.request.get("user_code")))
        .forEach(grant -> grant.denied = true);
  }

  /** Issues tokens as if somebody had logged in. */
  public synchronized Tokens issue() {
    Grant grant = new Grant(Map.of("client_id", clientId, "scope", "openid email"));
    grant.approved = true;
    JsonObject answer = JsonText.parseObject(tokens(grant).body());
    return new Tokens(answer.getString("access_token"), answer.getString("refresh_token"));
  }

  /** Makes every access token stop working, as time does. */
  public synchronized void expireAccessTokens() {
    accessTokens.clear();
  }

  /** Whether an access token works. */
  public synchronized boolean accepts(String accessToken) {
    Grant grant = accessTokens.get(accessToken);
    return grant != null && !grant.ended;
  }

  /** Whether a refresh token works; asking does not use it. */
  public synchronized boolean canRenew(String refreshToken) {
    Grant grant = refreshTokens.get(refreshToken);
    return grant != null && !grant.ended && refreshToken.equals(grant.refreshToken);
  }

  /** How often the token endpoint was asked. */
  public int tokenRequests() {
    return requests("/token").size();
  }

  /** All requests, oldest first. */
  public List<Request> requests() {
    return http.requests();
  }

  /** The requests to one of its paths, oldest first. */
  public List<Request> requests(String path) {
    return http.requests(path);
  }

  @Override
  public void close() {
    http.close();
  }

  private Reply answer(Request request) {
    Function<Request, @Nullable Reply> override = overrides.get(request.path());
    Reply own = override == null ? null : override.apply(request);
    if (own != null) {
      return own;
    }
    return switch (aliases.getOrDefault(request.path(), request.path())) {
      case "/.well-known/openid-configuration" -> Reply.json(200, metadata().toString());
      case "/jwks" -> Reply.json(200, signer.jwks().toString());
      case "/token" -> token(request.form());
      case "/revoke" -> revoke(request.form());
      case "/device" -> device(request.form());
      case "/userinfo" -> userinfo(request);
      default -> Reply.empty(404);
    };
  }

  private JsonObject metadata() {
    return metadata.apply(
        object()
            .add("issuer", issuer())
            .add("authorization_endpoint", issuer() + "/authorize")
            .add("token_endpoint", issuer() + "/token")
            .add("revocation_endpoint", issuer() + "/revoke")
            .add("device_authorization_endpoint", issuer() + "/device")
            .add("userinfo_endpoint", issuer() + "/userinfo")
            .add("jwks_uri", issuer() + "/jwks")
            .add("response_types_supported", JsonText.PROVIDER.createArrayBuilder().add("code"))
            .add(
                "code_challenge_methods_supported",
                JsonText.PROVIDER.createArrayBuilder().add("S256"))
            .add("authorization_response_iss_parameter_supported", true)
            .build());
  }

  private synchronized Reply token(Map<String, String> form) {
    if (!clientId.equals(form.get("client_id"))) {
      return error(401, "invalid_client");
    }
    return switch (form.getOrDefault("grant_type", "")) {
      case "authorization_code" -> redeem(form);
      case "refresh_token" -> renew(form);
      case "urn:ietf:params:oauth:grant-type:device_code" -> poll(form);
      default -> error(400, "unsupported_grant_type");
    };
  }

  private Reply redeem(Map<String, String> form) {
    Grant grant = codes.get(form.getOrDefault("code", ""));
    if (grant == null) {
      return error(400, "invalid_grant");
    }
    boolean first = grant.refreshToken == null;
    boolean proven =
        s256(form.getOrDefault("code_verifier", "")).equals(grant.request.get("code_challenge"))
            && form.getOrDefault("redirect_uri", "").equals(grant.request.get("redirect_uri"));
    if (!first || !proven) {
      grant.ended = true;
      return error(400, "invalid_grant");
    }
    return tokens(grant);
  }

  private Reply renew(Map<String, String> form) {
    String sent = form.getOrDefault("refresh_token", "");
    Grant grant = refreshTokens.get(sent);
    if (grant == null || grant.ended || !sent.equals(grant.refreshToken)) {
      if (grant != null) {
        grant.ended = true;
      }
      return error(400, "invalid_grant");
    }
    return tokens(grant);
  }

  private Reply poll(Map<String, String> form) {
    Grant grant = devices.get(form.getOrDefault("device_code", ""));
    if (grant == null) {
      return error(400, "invalid_grant");
    }
    if (grant.denied) {
      return error(400, "access_denied");
    }
    return grant.approved ? tokens(grant) : error(400, "authorization_pending");
  }

  private Reply tokens(Grant grant) {
    int number = numbers.incrementAndGet();
    String accessToken = "access-" + number;
    String refreshToken = "refresh-" + number;
    grant.refreshToken = refreshToken;
    accessTokens.put(accessToken, grant);
    refreshTokens.put(refreshToken, grant);
    JsonObjectBuilder answer =
        object()
            .add("access_token", accessToken)
            .add("refresh_token", refreshToken)
            .add("token_type", "bearer")
            .add("expires_in", 3600);
    if (grant.request.getOrDefault("scope", "").contains("openid")) {
      answer.add("id_token", idTokens.apply(claims.apply(claims(grant))));
    }
    return Reply.json(200, tokenAnswer.apply(answer.build()).toString());
  }

  private JsonObject claims(Grant grant) {
    long now = clock.instant().getEpochSecond();
    JsonObjectBuilder standard =
        object()
            .add("iss", issuer())
            .add("aud", clientId)
            .add("sub", SUBJECT)
            .add("email", EMAIL)
            .add("iat", now)
            .add("exp", now + 300);
    String nonce = grant.request.get("nonce");
    if (nonce != null) {
      standard.add("nonce", nonce);
    }
    return standard.build();
  }

  private synchronized Reply revoke(Map<String, String> form) {
    String token = form.getOrDefault("token", "");
    Grant grant = refreshTokens.get(token);
    if (grant != null) {
      grant.ended = true;
    }
    accessTokens.remove(token);
    return Reply.empty(200);
  }

  private synchronized Reply device(Map<String, String> form) {
    int number = numbers.incrementAndGet();
    String userCode = "WDJB-" + (1000 + number);
    Map<String, String> request = new HashMap<>(form);
    request.put("user_code", userCode);
    devices.put("device-" + number, new Grant(request));
    return Reply.json(
        200,
        object()
            .add("device_code", "device-" + number)
            .add("user_code", userCode)
            .add("verification_uri", issuer() + "/activate")
            .add("verification_uri_complete", issuer() + "/activate?user_code=" + userCode)
            .add("expires_in", 600)
            .add("interval", interval)
            .build()
            .toString());
  }

  private Reply userinfo(Request request) {
    String bearer = request.headers().getOrDefault("authorization", "");
    return bearer.startsWith("Bearer ") && accepts(bearer.substring("Bearer ".length()))
        ? Reply.json(200, object().add("sub", SUBJECT).add("email", EMAIL).build().toString())
        : Reply.empty(401);
  }

  private URI callback(Map<String, String> request, String answer) {
    return URI.create(
        request.get("redirect_uri")
            + "?"
            + answer
            + "&state="
            + URLEncoder.encode(request.getOrDefault("state", ""), StandardCharsets.UTF_8)
            + "&iss="
            + URLEncoder.encode(issuer(), StandardCharsets.UTF_8));
  }

  private static Map<String, String> parameters(URI address) {
    return new Request("GET", "", address.getRawQuery(), Map.of(), "").parameters();
  }

  private static Reply error(int status, String code) {
    return Reply.json(status, object().add("error", code).build().toString());
  }

  private static JsonObjectBuilder object() {
    return JsonText.PROVIDER.createObjectBuilder();
  }

  private static String s256(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
