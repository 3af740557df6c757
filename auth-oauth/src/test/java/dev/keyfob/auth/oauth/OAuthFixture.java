package dev.keyfob.auth.oauth;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.http.BoundedHttp;
import dev.keyfob.auth.api.spi.Interaction;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.ProviderContext;
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
final class OAuthFixture implements AutoCloseable {
  static final AccountKey KEY = AccountKey.of("acme");

  final MutableClock clock = new MutableClock();
  final FakeIdentityProvider idp = FakeIdentityProvider.start(clock);
  final RecordingNotices notices = new RecordingNotices();
  final OAuthProvider provider = new OAuthProvider();
  private final HttpClient client = HttpClient.newHttpClient();
  private final CompletableFuture<HttpResponse<String>> lastPage = new CompletableFuture<>();

  ServiceProfile profile() {
    return TestProfiles.acme(idp.profile());
  }

  ProviderContext context(ServiceProfile profile, Interaction person) {
    return new ProviderContext(
        profile, KEY, new BoundedHttp(() -> client), clock, Map.of(), person, notices);
  }

  ProviderContext context(ServiceProfile profile) {
    return context(profile, FakeInteraction.script());
  }

  ProviderContext context() {
    return context(profile());
  }

  /** A person whose browser goes where the identity provider sends it. */
  FakeInteraction person(Function<URI, URI> identityProvider) {
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
  HttpResponse<String> lastPage() {
    try {
      return lastPage.get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the browser was shown nothing", e);
    }
  }

  boolean pageWasShown() {
    return lastPage.isDone();
  }

  LoginRequest request(String method) {
    return LoginRequest.of(KEY).withMethod(method);
  }

  LoginOutcome login(FakeInteraction person) {
    return provider.login(request(OAuthProvider.BROWSER), context(profile(), person));
  }

  LoginOutcome login(Function<URI, URI> identityProvider) {
    return login(person(identityProvider));
  }

  OAuthCredential login() {
    return (OAuthCredential) login(idp::consent).credential();
  }

  /** A session that was issued here without a login. */
  OAuthCredential session() {
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

  AuthorizationServer server() {
    return new Discovery(context()).forLogin();
  }

  List<String> scopes() {
    return List.of("openid", "email");
  }

  HttpResponse<String> get(URI address) {
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
