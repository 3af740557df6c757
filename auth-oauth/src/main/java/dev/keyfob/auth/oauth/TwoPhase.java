package dev.keyfob.auth.oauth;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.StartedLogin;
import dev.keyfob.auth.api.spi.LoginProgress;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.authcode.PasteFlow;
import dev.keyfob.auth.oauth.device.DeviceFlow;
import dev.keyfob.auth.oauth.device.MonotonicTime;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.discovery.Discovery;
import dev.keyfob.auth.oauth.login.LoginState;
import dev.keyfob.auth.oauth.login.OAuthMethod;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** Logins that one process starts and another finishes. */
final class TwoPhase {
  private final ProviderContext context;
  private final MonotonicTime time;

  TwoPhase(ProviderContext context, MonotonicTime time) {
    this.context = context;
    this.time = time;
  }

  /**
   * Starts a login: by the device grant where the identity provider offers it, because then the
   * user has nothing to copy back; else by an address to paste.
   */
  Optional<StartedLogin> start(LoginRequest request) {
    Optional<OAuthMethod> method = request.method().flatMap(OAuthMethod::of);
    if (request.method().isPresent() && method.isEmpty()) {
      return Optional.empty();
    }
    DeviceFlow device = new DeviceFlow(context, time);
    if (method.isEmpty() || method.get() == OAuthMethod.DEVICE) {
      Optional<StartedLogin> started = device.start(request);
      if (started.isPresent()) {
        return started;
      }
      if (method.isPresent()) {
        throw device.notOffered();
      }
    }
    return Optional.of(new PasteFlow(context).start(request));
  }

  /** Finishes a login that {@link #start} began. */
  LoginProgress finish(JsonObject json, Optional<String> pasted, Duration patience) {
    LoginState state = LoginState.read(json);
    boolean byDevice = state.method().equals(OAuthMethod.DEVICE.id());
    AuthorizationServer server =
        new Discovery(context)
            .forFinish(state.clientId(), state.registered())
            .boundTo(state.dpopKey());
    if (!state.isFrom(server)) {
      throw new AuthException.Protocol(
          "The profile "
              + context.profile().name()
              + " has come to name another identity provider or client since this login began.",
          context.key().loginCommand() + " --start",
          null);
    }
    return byDevice
        ? new DeviceFlow(context, time).finish(state, server, patience)
        : new PasteFlow(context).finish(state, server, pasted, patience);
  }
}
