package dev.keyfob.auth.oauth;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.LoginRequest;
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
import java.util.Map;
import java.util.function.Function;

/** A provider, an identity provider, and a person with a browser between them. */
final class OAuthFixture implements AutoCloseable {
  static final AccountKey KEY = AccountKey.of("acme");

  final MutableClock clock = new MutableClock();
  final FakeIdentityProvider idp = FakeIdentityProvider.start(clock);
  final RecordingNotices notices = new RecordingNotices();
  final OAuthProvider provider = new OAuthProvider();
  private final HttpClient client = HttpClient.newHttpClient();

  ServiceProfile profile() {
    return TestProfiles.acme(idp.profile());
  }

  ProviderContext context(ServiceProfile profile, Interaction person) {
    return new ProviderContext(
        profile, KEY, new BoundedHttp(() -> client), clock, Map.of(), person, notices);
  }

  ProviderContext context() {
    return context(profile(), FakeInteraction.script());
  }

  /** A person whose browser goes where the identity provider sends it. */
  FakeInteraction person(Function<URI, URI> identityProvider) {
    return FakeInteraction.person()
        .browser(address -> Thread.ofVirtual().start(() -> get(identityProvider.apply(address))));
  }

  LoginOutcome login(FakeInteraction person) {
    return provider.login(
        LoginRequest.of(KEY).withMethod(OAuthProvider.BROWSER), context(profile(), person));
  }

  LoginOutcome login() {
    return login(person(idp::consent));
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
    client.close();
    idp.close();
  }
}
