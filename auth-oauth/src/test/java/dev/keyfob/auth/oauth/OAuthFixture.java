package dev.keyfob.auth.oauth;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.discovery.Discovery;
import dev.keyfob.auth.oauth.login.OAuthMethod;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.MutableClock;
import dev.keyfob.auth.testkit.RecordingNotices;
import dev.keyfob.auth.testkit.TestProfiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A provider, an identity provider, and a person with a browser between them. */
public final class OAuthFixture implements AutoCloseable {
  public static final AccountKey KEY = AccountKey.of("acme");

  public final MutableClock clock = new MutableClock();
  public final FakeIdentityProvider idp = FakeIdentityProvider.start(clock);
  public final RecordingNotices notices = new RecordingNotices();
  public final OAuthProvider provider = new OAuthProvider();
  private final HttpClient client = HttpClient.newHttpClient();
  private final CompletableFuture<HttpResponse<String>> lastPage = new CompletableFuture<>();

  public ServiceProfile profile() {
    return TestProfiles.acme(idp.profile());
  }

  public ProviderContext context(ServiceProfile profile, Interaction person) {
    return new ProviderContext(
        profile, KEY, new BoundedHttp(() -> client), clock, Map.of(), person, notices);
  }

  public ProviderContext context(ServiceProfile profile) {
    return context(profile, FakeInteraction.script());
  }

  public ProviderContext context() {
    return context(profile());
  }

  /** A person whose browser goes where the identity provider sends it. */
  public FakeInteraction person(Function<URI, URI> identityProvider) {
    return FakeInteraction.person().browser(address -> browse(identityProvider, address));
  }

  private void browse(Function<URI, URI> identityProvider, URI address) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                lastPage.complete(get(identityProvider.apply(address)));
              } catch (AssertionError | RuntimeException e) {
                lastPage.completeExceptionally(e);
              }
            });
  }

  /** What the browser of {@link #person} was shown at the end. */
  public HttpResponse<String> lastPage() {
    try {
      return lastPage.get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the browser was shown nothing", e);
    }
  }

  public boolean pageWasShown() {
    return lastPage.isDone();
  }

  public LoginRequest request(String method) {
    return LoginRequest.of(KEY).withMethod(method);
  }

  public LoginOutcome login(FakeInteraction person) {
    return provider.login(request(OAuthMethod.BROWSER.id()), context(profile(), person));
  }

  public LoginOutcome login(Function<URI, URI> identityProvider) {
    return login(person(identityProvider));
  }

  public OAuthCredential login() {
    return (OAuthCredential) login(idp::consent).credential();
  }

  /** A session that was issued here without a login. */
  public OAuthCredential session() {
    FakeIdentityProvider.Tokens tokens = idp.issue();
    return new OAuthCredential(
        Secret.of(tokens.accessToken()),
        Optional.of(Secret.of(tokens.refreshToken())),
        Optional.empty(),
        Optional.of(clock.instant()),
        Optional.of(clock.instant().plus(Duration.ofHours(1))),
        Optional.of("openid email"),
        Optional.of("Bearer"),
        Optional.of(idp.issuer()),
        Optional.of(FakeIdentityProvider.CLIENT_ID),
        Optional.empty());
  }

  public AuthorizationServer server() {
    return new Discovery(context()).forLogin();
  }

  public List<String> scopes() {
    return List.of("openid", "email");
  }

  public HttpResponse<String> get(URI address) {
    try {
      return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    idp.close();
  }
}
