package dev.keyfob.auth.oauth.device;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StartedLogin;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.LoginProgress;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.discovery.Discovery;
import dev.keyfob.auth.oauth.login.LoginScopes;
import dev.keyfob.auth.oauth.login.LoginState;
import dev.keyfob.auth.oauth.login.OAuthMethod;
import dev.keyfob.auth.oauth.token.SessionFactory;
import dev.keyfob.auth.oauth.token.TokenEndpoint;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Login that is confirmed on another device (RFC 8628). */
public final class DeviceFlow {
  private static final String CONFIRMATION = "the confirmation";

  private final ProviderContext context;
  private final ServiceProfile profile;
  private final MonotonicTime time;

  public DeviceFlow(ProviderContext context, MonotonicTime time) {
    this.context = context;
    this.profile = context.profile();
    this.time = time;
  }

  /**
   * Logs in. Blocks until the user has confirmed the login, the code expires, or the timeout of the
   * request is over.
   */
  public LoginOutcome login(LoginRequest request) {
    AuthorizationServer server = new Discovery(context).forLogin(Optional.empty(), false);
    List<String> scopes = LoginScopes.of(request, server);
    DeviceAuthorization device =
        DeviceAuthorization.request(server, scopes, request.parameters(), context)
            .orElseThrow(this::notOffered);
    show(device);
    Duration limit =
        request
            .timeout()
            .filter(asked -> asked.compareTo(device.expiresIn()) < 0)
            .orElse(device.expiresIn());
    DevicePolling polling =
        polling(server, device.deviceCode(), device.verifier(), device.interval());
    try (Interaction.Waiting _ = wait(device, request, limit)) {
      return polling
          .poll(device.interval(), limit)
          .map(granted -> new SessionFactory(server, scopes, context).of(granted, Optional.empty()))
          .orElseThrow(() -> timedOut(limit));
    }
  }

  /** Starts a login; empty if the identity provider does not offer the device grant. */
  public Optional<StartedLogin> start(LoginRequest request) {
    Discovery discovery = new Discovery(context);
    AuthorizationServer known = discovery.forExamination();
    if (known.deviceAuthorizationEndpoint().isEmpty()) {
      return Optional.empty(); // no client need be registered to know that
    }
    AuthorizationServer server =
        known.clientId().isEmpty() ? discovery.forLogin(Optional.empty(), false) : known;
    List<String> scopes = LoginScopes.of(request, server);
    return DeviceAuthorization.request(server, scopes, request.parameters(), context)
        .map(
            device -> {
              Instant now = context.clock().instant();
              return StartedLogin.builder(
                      OAuthMethod.DEVICE.id(),
                      device.verificationUri(),
                      now.plus(device.expiresIn()),
                      new LoginState(OAuthMethod.DEVICE, server, scopes)
                          .with("device_code", device.deviceCode().reveal())
                          .with("code_verifier", device.verifier().map(Secret::reveal).orElse(""))
                          .with("interval", Long.toString(device.interval().toSeconds()))
                          .with("not_before", now.plus(device.interval()).toString())
                          .json())
                  .verificationUriComplete(device.verificationUriComplete())
                  .userCode(Optional.of(device.userCode()))
                  .interval(Optional.of(device.interval()))
                  .build();
            });
  }

  /**
   * Polls for a login that {@link #start} began, for up to the given time. Who has any patience
   * gets an answer of the identity provider: less than its interval is stretched to that.
   */
  public LoginProgress finish(LoginState state, AuthorizationServer server, Duration patience) {
    Duration before = state.seconds("interval");
    Duration first = Duration.between(context.clock().instant(), state.instant("not_before"));
    DevicePolling polling =
        polling(
            server,
            Secret.of(state.get("device_code")),
            state.find("code_verifier").map(Secret::of),
            before);
    Optional<TokenEndpoint.Granted> granted =
        pollAgain(
            polling,
            first.isNegative() ? Duration.ZERO : first,
            patience.isZero() || patience.compareTo(first) >= 0 ? patience : first);
    if (granted.isPresent()) {
      return new LoginProgress.Done(
          new SessionFactory(server, state.scopes(), context).of(granted.get(), Optional.empty()));
    }
    return new LoginProgress.Pending(
        state
            .with("interval", Long.toString(polling.interval().toSeconds()))
            .with("not_before", context.clock().instant().plus(polling.interval()).toString())
            .json());
  }

  private Interaction.Waiting wait(
      DeviceAuthorization device, LoginRequest request, Duration limit) {
    Interaction person = context.interaction();
    return request.openBrowser()
        ? person.waiting(
            CONFIRMATION, limit, device.verificationUriComplete().orElse(device.verificationUri()))
        : person.waiting(CONFIRMATION, limit);
  }

  private Optional<TokenEndpoint.Granted> pollAgain(
      DevicePolling polling, Duration first, Duration limit) {
    try (Interaction.Waiting _ = context.interaction().waiting(CONFIRMATION, limit)) {
      return polling.poll(first, limit);
    }
  }

  private DevicePolling polling(
      AuthorizationServer server, Secret code, Optional<Secret> verifier, Duration interval) {
    return new DevicePolling(server, code, verifier, interval, context, time);
  }

  private void show(DeviceAuthorization device) {
    Interaction person = context.interaction();
    URI address = device.verificationUri();
    person.show("To log in to " + profile.displayName() + ", open this address on any device:");
    person.showAddress(address);
    person.show("and enter the code");
    person.showCode(device.userCode());
    if (person.interactive()) {
      QrCode.lines(device.verificationUriComplete().orElse(address).toString(), person.columns())
          .forEach(person::show);
    }
  }

  public AuthException notOffered() {
    return new AuthException.Misconfigured(
        ErrorCode.OAUTH_NOT_CONFIGURED,
        profile.displayName() + " offers no login on another device, or not to this client.",
        context.key().loginCommand() + " --oauth, or --paste where no browser can be opened",
        null);
  }

  private AuthException timedOut(Duration limit) {
    return new AuthException.TimedOut(
        "The login to "
            + profile.displayName()
            + " was not confirmed within "
            + limit.toSeconds()
            + " seconds.",
        context.key().loginCommand() + " --device");
  }
}
