package dev.keyfob.auth.oauth.device;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.SecureUri;
import dev.keyfob.auth.oauth.client.ClientAuthentication;
import dev.keyfob.auth.oauth.dialect.BodyFormat;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.protocol.Pkce;
import dev.keyfob.auth.oauth.protocol.RandomTokens;
import dev.keyfob.auth.oauth.protocol.ServerText;
import dev.keyfob.auth.oauth.protocol.WireSeconds;
import dev.keyfob.auth.oauth.token.BackChannel;
import dev.keyfob.auth.oauth.token.TokenErrors;
import dev.keyfob.auth.oauth.wire.DeviceAuthorizationResponse;
import dev.keyfob.auth.oauth.wire.WireBinding;
import jakarta.json.JsonException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A login that a person confirms on another device (RFC 8628 section 3.2), checked.
 *
 * @param deviceCode what is asked with whether they have
 * @param userCode what they type
 * @param verificationUri where they type it: https, or on this machine
 * @param verificationUriComplete the same with the code in it; empty if there is none
 * @param expiresIn how long they have
 * @param interval how long to wait between two questions
 * @param verifier proves that whoever asks is who began; empty if the identity provider did not
 *     want that
 */
record DeviceAuthorization(
    Secret deviceCode,
    String userCode,
    URI verificationUri,
    Optional<URI> verificationUriComplete,
    Duration expiresIn,
    Duration interval,
    Optional<Secret> verifier) {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Set<String> WRONG_CLIENT = Set.of("invalid_client", "unauthorized_client");
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);
  private static final Duration MAX_INTERVAL = Duration.ofSeconds(60);
  private static final Duration MIN_LIFETIME = Duration.ofSeconds(30);
  private static final Duration MAX_LIFETIME = Duration.ofMinutes(30);

  /**
   * Asks for one. Blocks for the identity provider.
   *
   * <p>RFC 8628 knows no PKCE, and there are servers that refuse what they do not know; but some,
   * such as Keycloak, demand it of a client in every flow. So it is left out first, and added if
   * the request is found to be invalid.
   *
   * @param asked what this one login says of the person
   * @return empty if the identity provider offers no such login, or not to this client
   * @throws AuthException if it refuses, fails, or answers with something dangerous
   */
  static Optional<DeviceAuthorization> request(
      AuthorizationServer server,
      List<String> scopes,
      Map<String, String> asked,
      ProviderContext context) {
    Optional<URI> endpoint = server.deviceAuthorizationEndpoint();
    if (endpoint.isEmpty()) {
      return Optional.empty();
    }
    server.requireTokenEndpoint();
    BackChannel channel =
        new BackChannel("device authorization endpoint of " + server.name(), context);
    Map<String, String> form = new LinkedHashMap<>(server.dialect().grantParameters());
    form.putAll(server.dialect().deviceParameters());
    form.putAll(asked);
    form.put("client_id", server.clientId());
    if (!scopes.isEmpty()) {
      form.put("scope", server.dialect().join(scopes));
    }
    server.resource().ifPresent(resource -> form.put("resource", resource));
    Optional<Secret> verifier = Optional.empty();
    ClientAuthentication client = server.clientAuthentication();
    BackChannel.Answer answer = post(channel, endpoint.get(), form, client);
    if (answer instanceof BackChannel.Refused refused
        && !client.equals(ClientAuthentication.NONE)
        && WRONG_CLIENT.contains(refused.error().code())) {
      // Some want no secret here, although RFC 8628 section 3.1 has it sent (Auth0 is one).
      client = ClientAuthentication.NONE;
      answer = post(channel, endpoint.get(), form, client);
    }
    if (answer instanceof BackChannel.Refused refused
        && refused.error().code().equals("invalid_request")) {
      Pkce pkce = Pkce.fresh(new RandomTokens(new SecureRandom()));
      form.put("code_challenge", pkce.challenge());
      form.put("code_challenge_method", Pkce.METHOD);
      verifier = Optional.of(pkce.verifier());
      answer = post(channel, endpoint.get(), form, client);
    }
    return authorized(answer, verifier, server, channel, context);
  }

  private static BackChannel.Answer post(
      BackChannel channel, URI endpoint, Map<String, String> form, ClientAuthentication client) {
    return channel.post(endpoint, form, client, BodyFormat.FORM, LIMIT);
  }

  private static Optional<DeviceAuthorization> authorized(
      BackChannel.Answer answer,
      Optional<Secret> verifier,
      AuthorizationServer server,
      BackChannel channel,
      ProviderContext context) {
    return switch (answer) {
      case BackChannel.Accepted accepted -> {
        try {
          yield Optional.of(
              of(
                  WireBinding.bind(accepted.object(), DeviceAuthorizationResponse.class),
                  verifier,
                  channel));
        } catch (JsonException e) {
          throw channel.broken("something that is not a device authorization");
        }
      }
      case BackChannel.Refused refused -> {
        if (refused.error().code().equals("unauthorized_client")
            || refused.error().code().equals("unsupported_grant_type")) {
          context
              .notices()
              .trace(() -> "no device login for this client: " + refused.error().phrase());
          yield Optional.empty();
        }
        throw TokenErrors.of(server, refused.error(), context);
      }
    };
  }

  private static DeviceAuthorization of(
      DeviceAuthorizationResponse response, Optional<Secret> verifier, BackChannel channel) {
    String uri = response.verificationUri();
    String userCode = ServerText.clean(present("user_code", response.userCode(), channel));
    Secret deviceCode = Secret.of(present("device_code", response.deviceCode(), channel));
    return new DeviceAuthorization(
        deviceCode,
        userCode,
        safe(present("verification_uri", uri == null ? response.verificationUrl() : uri, channel))
            .orElseThrow(() -> channel.broken("a verification_uri that is not safe to open")),
        Optional.ofNullable(response.verificationUriComplete()).flatMap(DeviceAuthorization::safe),
        WireSeconds.read(response.expiresIn(), MIN_LIFETIME, MAX_LIFETIME).orElse(MAX_LIFETIME),
        WireSeconds.read(response.interval(), Duration.ofSeconds(1), MAX_INTERVAL)
            .orElse(DEFAULT_INTERVAL),
        verifier);
  }

  private static String present(String name, @Nullable String value, BackChannel channel) {
    if (value == null || ServerText.clean(value).isEmpty()) {
      throw channel.broken("no " + name);
    }
    return value;
  }

  /** Only what a browser opens without running anything, and what looks like what it is. */
  private static Optional<URI> safe(String address) {
    try {
      return Optional.of(URI.create(address.strip())).filter(SecureUri::isSecure);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Hides both codes: whoever has one can steer the login. */
  @Override
  public String toString() {
    return "DeviceAuthorization[" + verificationUri.getHost() + "]";
  }
}
