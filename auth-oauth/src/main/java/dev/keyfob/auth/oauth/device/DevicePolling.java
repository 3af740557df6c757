package dev.keyfob.auth.oauth.device;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.protocol.ErrorResponse;
import dev.keyfob.auth.oauth.token.TokenEndpoint;
import dev.keyfob.auth.oauth.token.TokenErrors;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks again and again whether a person has confirmed a login on another device, at the pace that
 * the identity provider sets (RFC 8628 sections 3.4 and 3.5). For one thread.
 */
final class DevicePolling {
  private static final Duration SLOW_DOWN = Duration.ofSeconds(5);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(60);
  private static final int MAX_DOUBLINGS = 4;

  private final AuthorizationServer server;
  private final ProviderContext context;
  private final MonotonicTime time;
  private final Map<String, String> form = new LinkedHashMap<>();
  private Duration interval;

  DevicePolling(
      AuthorizationServer server,
      Secret deviceCode,
      Optional<Secret> verifier,
      Duration interval,
      ProviderContext context,
      MonotonicTime time) {
    this.server = server;
    this.interval = interval;
    this.context = context;
    this.time = time;
    form.putAll(server.dialect().tokenParameters(Optional.empty()));
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    form.put("device_code", deviceCode.reveal());
    form.put("client_id", server.clientId());
    server.resource().ifPresent(resource -> form.put("resource", resource));
    verifier.ifPresent(secret -> form.put("code_verifier", secret.reveal()));
  }

  /** The pace to go on with, slower than at first if the identity provider has asked for that. */
  Duration interval() {
    return interval;
  }

  /**
   * Asks until there is an answer.
   *
   * @param first how long to wait before the first question
   * @param patience how long to go on
   * @return the tokens; empty if there was no answer in that time
   * @throws AuthException.Denied if the person declined
   * @throws AuthException.TimedOut if the code has expired
   * @throws AuthException.Transient if the identity provider could not be asked at the last
   */
  Optional<TokenEndpoint.Granted> poll(Duration first, Duration patience) {
    TokenEndpoint endpoint = new TokenEndpoint(server, context);
    long start = time.nanos();
    Duration wait = first;
    int failures = 0;
    AuthException.@Nullable Transient failure = null;
    while (time.nanos() - start + wait.toNanos() <= patience.toNanos()) {
      pause(wait);
      try {
        switch (endpoint.send(form)) {
          case TokenEndpoint.Granted granted -> {
            return Optional.of(granted);
          }
          case TokenEndpoint.Refused refused -> goOnAfter(refused.error());
        }
        failures = 0;
        failure = null;
        wait = interval;
      } catch (AuthException.Transient e) {
        context.notices().trace(() -> "asking again later: " + e.getMessage());
        failure = e;
        wait = backoff(++failures, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return Optional.empty();
  }

  private void goOnAfter(ErrorResponse error) {
    switch (error.code()) {
      case "authorization_pending" -> {}
      case "slow_down" -> interval = interval.plus(SLOW_DOWN);
      case "access_denied" ->
          throw new AuthException.Denied(
              ErrorCode.LOGIN_DENIED,
              "The login to " + context.profile().displayName() + " was declined.",
              context.key().loginCommand());
      case "expired_token", "invalid_grant" ->
          throw new AuthException.TimedOut(
              "The code expired before the login to "
                  + context.profile().displayName()
                  + " was confirmed.",
              context.key().loginCommand() + " --device");
      default -> throw TokenErrors.of(server, error, context);
    }
  }

  /** Doubled each time, as the RFC has it, or as long as the server asks if that is longer. */
  private Duration backoff(int failures, AuthException.Transient failure) {
    Duration doubled = interval.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    Duration own = doubled.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : doubled;
    return failure.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own);
  }

  private void pause(Duration duration) {
    try {
      time.pause(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("The login was interrupted.");
    }
  }
}
