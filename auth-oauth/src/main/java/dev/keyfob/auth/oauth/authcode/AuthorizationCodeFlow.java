package dev.keyfob.auth.oauth.authcode;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.client.RegisteredClient;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.discovery.Discovery;
import dev.keyfob.auth.oauth.login.LoginScopes;
import dev.keyfob.auth.oauth.login.OAuthMethod;
import dev.keyfob.auth.oauth.loopback.Callback;
import dev.keyfob.auth.oauth.loopback.CallbackPage;
import dev.keyfob.auth.oauth.loopback.LoopbackAddress;
import dev.keyfob.auth.oauth.loopback.LoopbackReceiver;
import dev.keyfob.auth.oauth.protocol.RandomTokens;
import dev.keyfob.auth.oauth.protocol.ServerText;
import dev.keyfob.auth.oauth.token.CodeExchange;
import dev.keyfob.auth.oauth.token.SessionFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Login in a browser on this machine: authorization code, PKCE, loopback redirect (RFC 6749 section
 * 4.1, RFC 7636, RFC 8252).
 */
public final class AuthorizationCodeFlow {
  private static final String NOT_STARTED = "no browser could be started";

  private final ProviderContext context;
  private final ServiceProfile profile;
  private final RandomTokens random;

  public AuthorizationCodeFlow(ProviderContext context) {
    this.context = context;
    this.profile = context.profile();
    this.random = new RandomTokens(new SecureRandom());
  }

  /**
   * Logs in. Blocks until the browser returns, at most for the timeout of the request.
   *
   * @throws AuthException as {@link dev.keyfob.auth.api.spi.CredentialProvider#login} says
   */
  public LoginOutcome login(LoginRequest request) {
    OAuthSettings settings = profile.oauth().orElseThrow();
    requireBrowser(request);
    Optional<RegisteredClient> before = new Discovery(context).previousClient();
    try {
      return login(request, settings, before, false);
    } catch (AuthException.Misconfigured e) {
      if (before.isEmpty() || e.code() != ErrorCode.OAUTH_NOT_CONFIGURED) {
        throw e;
      }
      context.notices().trace(() -> "registering anew: " + e.getMessage());
      return login(request, settings, before, true);
    }
  }

  /**
   * Logs in.
   *
   * @param before the client that was registered for the last login
   * @param anew whether that client is no longer good enough
   */
  private LoginOutcome login(
      LoginRequest request,
      OAuthSettings settings,
      Optional<RegisteredClient> before,
      boolean anew) {
    String state = random.next();
    CallbackPage page = new CallbackPage(profile.displayName());
    LoopbackAddress address = listen(request, before);
    try (LoopbackReceiver receiver =
        LoopbackReceiver.open(address, settings.redirectPath(), state, page)) {
      AuthorizationServer server =
          new Discovery(context).forLogin(Optional.of(receiver.redirectUri().toString()), anew);
      List<String> scopes = LoginScopes.of(request, server);
      AuthorizationRequest sent =
          AuthorizationRequest.of(
              server,
              settings,
              scopes,
              receiver.redirectUri(),
              state,
              request.parameters(),
              random,
              context);
      send(request, sent, receiver);
      Duration limit = request.timeout().orElse(settings.callbackTimeout());
      Callback callback =
          await(receiver, limit).orElseThrow(() -> timedOut(limit, receiver, server));
      return finish(callback, sent, server, new SessionFactory(server, scopes, context), page);
    }
  }

  private Optional<Callback> await(LoopbackReceiver receiver, Duration limit) {
    try (Interaction.Waiting _ = context.interaction().waiting("the browser", limit)) {
      return receiver.await(limit);
    }
  }

  private LoopbackAddress listen(LoginRequest request, Optional<RegisteredClient> before) {
    if (request.listen().isEmpty()) {
      return LoopbackAddress.bind(profile, context.key(), request.port(), before);
    }
    String where = request.listen().get();
    context
        .notices()
        .warn(
            "This login listens on "
                + where
                + ", where other machines may reach it: less safe than the loopback interface, for"
                + " a container whose published port only this machine can reach.");
    return LoopbackAddress.beyond(where, profile, context.key(), request.port());
  }

  private LoginOutcome finish(
      Callback callback,
      AuthorizationRequest sent,
      AuthorizationServer server,
      SessionFactory sessions,
      CallbackPage page) {
    try {
      LoginOutcome outcome =
          sessions.of(
              new CodeExchange(server, context)
                  .redeem(
                      callback.response().code(server, context),
                      sent.pkce().verifier(),
                      sent.redirectUri().toString(),
                      sent.state()),
              sent.nonce());
      callback.reply(page.success());
      return outcome;
    } catch (AuthException e) {
      callback.reply(page.failure(String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private void send(LoginRequest request, AuthorizationRequest sent, LoopbackReceiver receiver) {
    Interaction person = context.interaction();
    person.show(
        (request.openBrowser()
                ? "Opening your browser to log in to " + profile.displayName() + ". If it does not"
                : "To log in to " + profile.displayName())
            + ", open this address:");
    person.showAddress(sent.address());
    if (!request.openBrowser()) {
      return;
    }
    if (!person.openBrowser(sent.address(), receiver.answered())) {
      if (!person.interactive()) {
        throw noBrowser(NOT_STARTED);
      }
      person.show(
          "The browser could not be opened: "
              + NOT_STARTED
              + ". If you cannot open the address on this machine, cancel and use "
              + alternatives()
              + ".");
    }
  }

  /** A browser on another machine cannot reach the loopback port, so waiting would be useless. */
  private void requireBrowser(LoginRequest request) {
    Optional<String> reason =
        request.openBrowser() ? context.interaction().noBrowserReason() : Optional.empty();
    if (reason.isPresent()) {
      throw noBrowser(reason.get());
    }
  }

  private AuthException noBrowser(String why) {
    return new AuthException.NotLoggedIn(
        ErrorCode.NOT_INTERACTIVE,
        "No browser can be opened here for the login to "
            + profile.displayName()
            + ": "
            + why
            + ".",
        alternatives());
  }

  /** The login commands that work without a browser here, and without a user if there is none. */
  private String alternatives() {
    String login = context.key().loginCommand() + " ";
    boolean device =
        OAuthMethod.offered(profile.oauth().orElseThrow()).contains(OAuthMethod.DEVICE);
    List<String> commands = new ArrayList<>();
    if (device) {
      commands.add(login + "--device");
    }
    if (context.interaction().interactive()) {
      commands.add(login + "--paste");
      commands.add(login + "--oauth --no-browser");
    } else {
      commands.add(login + "--start");
      profile.apiKey().ifPresent(_ -> commands.add("printf %s \"$KEY\" | " + login + "--api-key"));
      profile.pat().ifPresent(_ -> commands.add("printf %s \"$KEY\" | " + login + "--pat"));
    }
    return String.join(", or ", commands);
  }

  private AuthException timedOut(
      Duration limit, LoopbackReceiver receiver, AuthorizationServer server) {
    return new AuthException.TimedOut(
        "The login to "
            + profile.displayName()
            + " was not completed within "
            + limit.toSeconds()
            + " seconds.",
        context.key().loginCommand()
            + " --timeout 5m; if the browser showed an error about the redirect, "
            + receiver.redirectUri()
            + " is not registered for the client "
            + ServerText.clean(server.clientId()));
  }
}
