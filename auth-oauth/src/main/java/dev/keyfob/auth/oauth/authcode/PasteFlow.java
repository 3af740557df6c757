package dev.keyfob.auth.oauth.authcode;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StartedLogin;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.LoginProgress;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.dialect.ProviderDialect;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.discovery.Discovery;
import dev.keyfob.auth.oauth.login.LoginScopes;
import dev.keyfob.auth.oauth.login.LoginState;
import dev.keyfob.auth.oauth.login.OAuthMethod;
import dev.keyfob.auth.oauth.loopback.AuthorizationResponse;
import dev.keyfob.auth.oauth.loopback.LoopbackAddress;
import dev.keyfob.auth.oauth.protocol.RandomTokens;
import dev.keyfob.auth.oauth.token.CodeExchange;
import dev.keyfob.auth.oauth.token.SessionFactory;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Login in a browser on another machine, where the redirect to the loopback interface fails: the
 * user copies the address of the redirect and pastes it here.
 */
public final class PasteFlow {
  private static final Duration LIFE = Duration.ofMinutes(10);

  /** What is piped in along with the command takes a moment to come. */
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);

  private static final int MAX_ATTEMPTS = 3;

  private final ProviderContext context;
  private final ServiceProfile profile;
  private final RandomTokens random;

  public PasteFlow(ProviderContext context) {
    this.context = context;
    this.profile = context.profile();
    this.random = new RandomTokens(new SecureRandom());
  }

  /** Logs in. Blocks until the user has pasted the address or cancels. */
  public LoginOutcome login(LoginRequest request) {
    Interaction person = context.interaction();
    if (!person.interactive()) {
      throw new AuthException.NotLoggedIn(
          ErrorCode.NOT_INTERACTIVE,
          "Pasting the address back needs an interactive terminal.",
          context.key().loginCommand() + " --paste --start");
    }
    URI redirectUri = redirectUri(request);
    AuthorizationServer server =
        new Discovery(context).forLogin(Optional.of(redirectUri.toString()), false);
    List<String> scopes = LoginScopes.of(request, server);
    AuthorizationRequest sent = authorizationRequest(server, scopes, redirectUri, request);
    person.show("To log in to " + profile.displayName() + ", open this address in any browser:");
    person.showAddress(sent.address());
    person.show(
        server.dialect().redirectUri().isPresent()
            ? "The login ends at a page that shows a code. Copy the code."
            : "The login ends at a page that cannot be shown. Copy its address from the address"
                + " bar.");
    AuthorizationResponse response = ask(sent.redirectUri().toString(), sent.state());
    return redeem(
        server,
        scopes,
        response,
        sent.pkce().verifier(),
        sent.redirectUri().toString(),
        sent.state(),
        sent.nonce());
  }

  /** Starts a login that {@link #finish} completes, possibly in another process. */
  public StartedLogin start(LoginRequest request) {
    URI redirectUri = redirectUri(request);
    AuthorizationServer server =
        new Discovery(context).forLogin(Optional.of(redirectUri.toString()), false);
    List<String> scopes = LoginScopes.of(request, server);
    AuthorizationRequest sent = authorizationRequest(server, scopes, redirectUri, request);
    return StartedLogin.builder(
            OAuthMethod.PASTE.id(),
            sent.address(),
            context.clock().instant().plus(request.timeout().orElse(LIFE)),
            new LoginState(OAuthMethod.PASTE, server, scopes)
                .with("redirect_uri", sent.redirectUri().toString())
                .with("state", sent.state())
                .with("nonce", sent.nonce().orElse(""))
                .with("code_verifier", sent.pkce().verifier().reveal())
                .json())
        .build();
  }

  /**
   * Completes a login that {@link #start} began. Blocks for up to 60 seconds a request, and for the
   * given time where the address is still to come through standard input.
   */
  public LoginProgress finish(
      LoginState state, AuthorizationServer server, Optional<String> pasted, Duration patience) {
    String redirectUri = state.get("redirect_uri");
    AuthorizationResponse response;
    try {
      response = response(pasted, redirectUri, state.get("state"), patience);
    } catch (AuthException.TimedOut e) {
      return new LoginProgress.Pending(state.json()); // it can still be given later
    }
    return new LoginProgress.Done(
        redeem(
            server,
            state.scopes(),
            response,
            Secret.of(state.get("code_verifier")),
            redirectUri,
            state.get("state"),
            state.find("nonce")));
  }

  private AuthorizationResponse response(
      Optional<String> pasted, String redirectUri, String state, Duration patience) {
    Optional<String> given = pasted.filter(text -> !text.isBlank());
    if (given.isEmpty() && context.interaction().interactive()) {
      return ask(redirectUri, state);
    }
    String address =
        given
            .or(() -> piped(patience))
            .orElseThrow(
                () ->
                    AuthException.usage(
                        "Missing input: the address of the page where the browser ended, on"
                            + " standard input.",
                        "printf %s \"$ADDRESS\" | keyfob login --finish \"$TICKET\""));
    return PastedAddress.read(address, redirectUri, state);
  }

  private Optional<String> piped(Duration patience) {
    return context
        .interaction()
        .pipedSecret(patience.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : patience)
        .map(Secret::reveal);
  }

  private AuthorizationRequest authorizationRequest(
      AuthorizationServer server, List<String> scopes, URI redirectUri, LoginRequest request) {
    return AuthorizationRequest.of(
        server,
        profile.oauth().orElseThrow(),
        scopes,
        redirectUri,
        random.next(),
        request.parameters(),
        random,
        context);
  }

  private URI redirectUri(LoginRequest request) {
    Optional<URI> hosted = ProviderDialect.of(profile).redirectUri();
    if (hosted.isPresent()) {
      return hosted.get();
    }
    OAuthSettings settings = profile.oauth().orElseThrow();
    String authority =
        LoopbackAddress.unused(
            profile, context.key(), request.port(), new Discovery(context).previousClient());
    return URI.create("http://" + authority + settings.redirectPath());
  }

  private AuthorizationResponse ask(String redirectUri, String state) {
    Interaction person = context.interaction();
    for (int attempt = 1; ; attempt++) {
      String pasted =
          person
              .askLine("Address or code")
              .orElseThrow(() -> new AuthException.Cancelled("No address was given."));
      try {
        return PastedAddress.read(pasted, redirectUri, state);
      } catch (AuthException.Misconfigured e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
        person.show(String.valueOf(e.getMessage()));
      }
    }
  }

  private LoginOutcome redeem(
      AuthorizationServer server,
      List<String> scopes,
      AuthorizationResponse response,
      Secret verifier,
      String redirectUri,
      String state,
      Optional<String> nonce) {
    return new SessionFactory(server, scopes, context)
        .of(
            new CodeExchange(server, context)
                .redeem(response.code(server, context), verifier, redirectUri, state),
            nonce);
  }
}
