package dev.keyfob.auth.api.internal;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.plugin.PluginFolder;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.renew.FreshCredentials;
import dev.keyfob.auth.api.internal.renew.RenewalCoordinator;
import dev.keyfob.auth.api.internal.renew.RunningRenewals;
import dev.keyfob.auth.api.internal.renew.TransientRetry;
import dev.keyfob.auth.api.internal.resolve.CredentialResolver;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.FakeProvider;
import dev.keyfob.auth.testkit.InMemoryStore;
import dev.keyfob.auth.testkit.MutableClock;
import dev.keyfob.auth.testkit.RecordingNotices;
import dev.keyfob.auth.testkit.TestProfiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The account {@code acme/default} with everything around it faked, to be set up by a test. */
public final class TestAccount {
  public static final AccountKey KEY = AccountKey.of("acme");

  public final MutableClock clock = new MutableClock();
  public final RecordingNotices notices = new RecordingNotices();
  public final InMemoryStore store = new InMemoryStore();
  public final RunningRenewals renewals = new RunningRenewals();
  public final InMemoryLocks locks = new InMemoryLocks();
  public final FakeProvider apiKey = new FakeProvider("api_key").withHeader("x-api-key");
  public final FakeProvider pat = new FakeProvider("pat").withPrefix("pat_");
  public final FakeProvider oauth = new FakeProvider("oauth");
  public final Map<String, String> environment = new HashMap<>();
  public final List<Duration> pauses = new CopyOnWriteArrayList<>();

  private final List<CredentialProvider> more = new ArrayList<>();
  private ServiceProfile profile = TestProfiles.acme("{}");
  private BoundedHttp http =
      new BoundedHttp(
          () -> {
            throw new AssertionError("no request was expected");
          });

  public TestAccount profile(String json) {
    profile = TestProfiles.acme(json);
    return this;
  }

  public TestAccount http(BoundedHttp newHttp) {
    http = newHttp;
    return this;
  }

  public TestAccount provider(CredentialProvider provider) {
    more.add(provider);
    return this;
  }

  public TestAccount stored(String json) {
    store.given(KEY, json.replace('\'', '"'));
    return this;
  }

  public String storedJson() {
    return store.json(KEY).map(json -> json.replace('"', '\'')).orElse("nothing");
  }

  public ServiceProfile profile() {
    return profile;
  }

  public Account account() {
    return account(store);
  }

  public Account account(CredentialStore in) {
    return new Account(
        profile,
        KEY,
        in,
        new ProviderContext(
            profile, KEY, http, clock, environment, FakeInteraction.script(), notices));
  }

  public Providers providers() {
    List<CredentialProvider> all = new ArrayList<>(List.of(apiKey, pat, oauth));
    all.addAll(more);
    return new Providers(all, noPlugins(), notices);
  }

  public CredentialResolver resolver() {
    return new CredentialResolver(providers(), environment);
  }

  /** Pauses move the clock on and are recorded. */
  public TransientRetry retry() {
    return new TransientRetry(
        () -> 0L,
        () -> Duration.between(MutableClock.START, clock.instant()).toNanos(),
        pause -> {
          pauses.add(pause);
          clock.advance(pause);
        });
  }

  public RenewalCoordinator coordinator() {
    return new RenewalCoordinator(locks, retry(), renewals);
  }

  public FreshCredentials credentials() {
    return new FreshCredentials(resolver(), providers(), coordinator());
  }

  public PluginFolder noPlugins() {
    return new PluginFolder(List.of(), notices);
  }
}
