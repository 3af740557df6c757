package dev.keyfob.auth.api.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.auth.api.spi.SealableStore;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.InMemoryStore;
import dev.keyfob.auth.testkit.RecordingNotices;
import dev.keyfob.auth.testkit.TestProfiles;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GuardedStoreTests {
  private static final AccountKey KEY = AccountKey.of("acme");
  private static final Secret PASSPHRASE = Secret.of("correct horse");

  private final List<String> calls = new ArrayList<>();

  @Test
  void open_storeThatSealsNothing_doesNotPretendTo() {
    assertFalse(open(new InMemoryStore()) instanceof SealableStore);
  }

  @Test
  void open_storeThatSeals_stillDoes() {
    SealableStore store = assertInstanceOf(SealableStore.class, open(sealable(null)));
    assertTrue(store.sealed(KEY));
    store.seal(KEY, PASSPHRASE);
    store.changePassphrase(KEY, PASSPHRASE);
    store.unseal(KEY);
    assertEquals(List.of("sealed", "seal", "changePassphrase", "unseal"), calls);
  }

  @Test
  void seal_pluginThatFails_isBlamed() {
    SealableStore store =
        assertInstanceOf(SealableStore.class, open(sealable(new IllegalStateException("canary"))));
    for (Executable call :
        List.<Executable>of(
            () -> store.sealed(KEY),
            () -> store.seal(KEY, PASSPHRASE),
            () -> store.changePassphrase(KEY, PASSPHRASE),
            () -> store.unseal(KEY))) {
      assertBlamed(call);
    }
  }

  @Test
  void defaultMethodOfAnInterface_thatFails_isBlamed() {
    CredentialStore store = open(new InMemoryStore());
    AccountLocks failing =
        (name, limit) -> {
          throw new IllegalStateException("canary");
        };
    assertBlamed(() -> store.lock(KEY, Duration.ZERO, failing));
  }

  /** As a lease that has ended does, to a plugin that sends a request. */
  @Test
  void signalOfKeyfobsOwn_isNotBlamedOnThePluginThatItComesThrough() {
    OwnSignal signal = new OwnSignal("the lease has ended") {};
    CredentialStore store = open(new InMemoryStore());
    AccountLocks ended =
        (name, limit) -> {
          throw signal;
        };
    assertSame(signal, assertThrows(OwnSignal.class, () -> store.lock(KEY, Duration.ZERO, ended)));
  }

  @Test
  void lockOfAPlugin_thatCannotBeClosed_isBlamed() {
    CredentialStore store = open(new InMemoryStore());
    AccountLocks local =
        (name, limit) ->
            () -> {
              throw new IllegalStateException("canary");
            };
    AccountLock lock = store.lock(KEY, Duration.ZERO, local);
    assertBlamed(lock::close);
  }

  @Test
  void guardedObject_isEqualToItselfAndNamesThePlugin() {
    CredentialStore store = open(new InMemoryStore());
    assertEquals(Set.of(store), Set.copyOf(List.of(store, store)));
    assertNotEquals(store, open(new InMemoryStore()));
    assertEquals("drawer.jar", store.toString());
  }

  private static void assertBlamed(Executable call) {
    AuthException e = assertThrows(AuthException.Misconfigured.class, call);
    assertEquals(ErrorCode.PLUGIN_ERROR, e.code());
    assertFalse(e.getMessage().contains("canary"), e.getMessage());
  }

  private SealableStore sealable(@Nullable RuntimeException failure) {
    return (SealableStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SealableStore.class},
            (proxy, method, arguments) -> {
              if (failure != null) {
                throw failure;
              }
              calls.add(method.getName());
              return method.getReturnType() == boolean.class ? Boolean.TRUE : null;
            });
  }

  private static CredentialStore open(CredentialStore store) {
    CredentialStoreFactory factory =
        new CredentialStoreFactory() {
          @Override
          public String id() {
            return "drawer";
          }

          @Override
          public CredentialStore open(StoreContext context) {
            return store;
          }
        };
    Path nowhere = Path.of("/nowhere");
    return new PluginGuard("drawer.jar")
        .guard(CredentialStoreFactory.class, factory)
        .open(
            StoreContext.builder(
                    TestProfiles.acme("{}"),
                    new KeyfobDirectories(nowhere, nowhere, nowhere),
                    FakeInteraction.script())
                .environment(Map.of())
                .notices(new RecordingNotices())
                .build());
  }
}
