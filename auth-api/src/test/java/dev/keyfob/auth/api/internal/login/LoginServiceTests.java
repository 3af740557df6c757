package dev.keyfob.auth.api.internal.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.LoginReport;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.Revocation;
import dev.keyfob.auth.api.internal.TestAccount;
import dev.keyfob.auth.api.internal.store.OtherCopies;
import dev.keyfob.auth.api.internal.store.StoreRecords;
import dev.keyfob.auth.api.internal.store.StoreTransactions;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.FakeHttpClient;
import dev.keyfob.auth.testkit.FakeKey;
import dev.keyfob.auth.testkit.FakeProvider;
import dev.keyfob.auth.testkit.FakeSession;
import dev.keyfob.auth.testkit.InMemoryStore;
import dev.keyfob.auth.testkit.MutableClock;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginServiceTests {
  private static final FakeSession SESSION =
      FakeSession.of("oauth", "a1", "r1", MutableClock.START.plusSeconds(3600));

  @TempDir Path directory;

  private final TestAccount acme = new TestAccount();
  private final InMemoryStore keychain = new InMemoryStore("keychain");

  @BeforeEach
  void offerASessionAndAKey() {
    acme.oauth.loggingIn(SESSION).identifying(credential -> Optional.of(json("{'email':'a@b.c'}")));
    acme.apiKey.loggingIn(FakeKey.of("api_key", "new-key"));
    acme.apiKey.identifying(credential -> Optional.of(json("{'email':'a@b.c'}")));
  }

  @Nested
  class Storing {
    @Test
    void login_session_isVerifiedStoredAndReported() {
      LoginReport report = login(acme.oauth);
      assertEquals(
          "{'oauth':{'access_token':'a1','refresh_token':'r1','expires_at':'2026-03-01T13:00:00Z'},"
              + "'user':{'email':'a@b.c'}}",
          acme.storedJson());
      assertEquals("oauth", report.type());
      assertEquals("file", report.store());
      assertTrue(report.verified());
      assertEquals(SESSION.expiresAt(), report.expiresAt());
      assertEquals(List.of(), report.cleared());
    }

    @Test
    void login_otherCredentialsOfTheAccount_areClearedAndSaid() {
      acme.stored("{'api_key':'k','pat':'p','other':{'kept':1},'user':{'email':'old','tool':2}}");
      assertEquals(List.of("api_key", "pat"), login(acme.oauth).cleared());
      assertFalse(acme.storedJson().contains("'api_key'") || acme.storedJson().contains("'pat'"));
      assertTrue(acme.storedJson().contains("'other':{'kept':1}"));
      assertTrue(acme.storedJson().contains("'user':{'tool':2,'email':'a@b.c'}"));
    }

    @Test
    void login_anotherPerson_leavesNothingOfTheFormerIdentity() {
      acme.stored("{'pat':'p','user':{'email':'old@b.c','name':'Old'}}");
      login(acme.apiKey);
      assertEquals("{'user':{'email':'a@b.c'},'api_key':'new-key'}", acme.storedJson());
    }

    @Test
    void login_nobodySaysWhoItIs_forgetsTheFormerIdentity() {
      acme.apiKey.identifying(credential -> Optional.empty());
      acme.stored("{'user':{'email':'old@b.c'}}");
      LoginReport report = login(acme.apiKey);
      assertEquals("{'api_key':'new-key'}", acme.storedJson());
      assertFalse(report.verified());
    }

    @Test
    void login_damagedDocument_isMovedAsideAndHealed() {
      acme.store.givenDamaged(TestAccount.KEY);
      login(acme.apiKey);
      assertTrue(acme.storedJson().contains("new-key"));
      assertTrue(acme.notices.warnings().getFirst().contains("acme.damaged"));
    }

    @Test
    void login_variableThatWins_isReported() {
      acme.profile("{'environment':{'apiKey':['ACME_KEY']}}").environment.put("ACME_KEY", "x");
      assertEquals(Optional.of("ACME_KEY"), login(acme.oauth).shadowedBy());
    }

    @Test
    void login_overASession_leavesItAliveAtTheIdentityProvider() {
      acme.profile("{'oauth':{}}").stored("{'oauth':{'access_token':'a0','refresh_token':'r0'}}");
      login(acme.oauth);
      assertEquals(List.of(), acme.oauth.revoked());
    }

    @Test
    void login_overASessionThatTheServiceWantsEnded_endsItOnceTheNewOneIsStored() {
      acme.profile("{'oauth':{'revokeReplaced':true}}")
          .stored("{'oauth':{'access_token':'a0','refresh_token':'r0'}}");
      login(acme.oauth);
      assertEquals(
          List.of("a0"),
          acme.oauth.revoked().stream().map(session -> session.secret().reveal()).toList());
      assertTrue(acme.storedJson().contains("'a1'"), acme.storedJson());
    }

    @Test
    void login_storingFails_doesNotEndTheFormerSession() {
      acme.profile("{'oauth':{'revokeReplaced':true}}")
          .stored("{'oauth':{'access_token':'a0','refresh_token':'r0'}}");
      acme.store.failWrites("The disk is full.");
      assertThrows(AuthException.class, () -> login(acme.oauth));
      assertEquals(List.of(SESSION), acme.oauth.revoked());
    }

    @Test
    void login_lockIsNotHeldWhileAPersonThinks() {
      AtomicReference<List<String>> during = new AtomicReference<>(List.of());
      acme.oauth.loggingIn(
          request -> {
            during.set(acme.locks.taken());
            return new LoginOutcome(SESSION, Optional.empty());
          });
      login(acme.oauth);
      assertEquals(List.of(), during.get());
      assertEquals(List.of("acme/default"), acme.locks.taken());
    }
  }

  @Nested
  class Verifying {
    @Test
    void login_keyThatIsRejected_storesNothing() {
      acme.stored("{'pat':'old'}");
      acme.apiKey.identifying(credential -> reject());
      assertThrows(AuthException.Denied.class, () -> login(acme.apiKey));
      assertEquals("{'pat':'old'}", acme.storedJson());
    }

    @Test
    void login_sessionThatIsRejected_isWithdrawn() {
      acme.oauth.identifying(credential -> reject());
      assertThrows(AuthException.Denied.class, () -> login(acme.oauth));
      assertEquals(List.of(SESSION), acme.oauth.revoked());
      assertEquals("nothing", acme.storedJson());
    }

    @Test
    void login_serviceAway_keepsAKeyWithAWarning() {
      acme.apiKey.identifying(credential -> away());
      assertFalse(login(acme.apiKey).verified());
      assertEquals("{'api_key':'new-key'}", acme.storedJson());
      assertEquals(1, acme.notices.warnings().size());
    }

    @Test
    void login_serviceAway_withdrawsASession() {
      acme.oauth.identifying(credential -> away());
      assertThrows(AuthException.Transient.class, () -> login(acme.oauth));
      assertEquals(List.of(SESSION), acme.oauth.revoked());
    }

    @Test
    void login_identityForbidden_keepsTheSessionUnverified() {
      acme.oauth.loggingIn(
          request -> new LoginOutcome(SESSION, Optional.of(json("{'email':'id@token'}"))));
      acme.oauth.identifying(
          credential -> {
            throw new AuthException.Denied(ErrorCode.FORBIDDEN, "Not allowed.", null);
          });
      LoginReport report = login(acme.oauth);
      assertFalse(report.verified());
      assertEquals("id@token", report.user().orElseThrow().getString("email"));
      assertEquals(List.of(), acme.oauth.revoked());
    }

    @Test
    void login_withoutVerification_asksNobody() {
      acme.oauth.identifying(
          credential -> {
            throw new AssertionError("nobody must be asked");
          });
      var request = request(false);
      assertFalse(login(acme.oauth, Optional.empty(), request).verified());
    }
  }

  @Nested
  class RollingBack {
    @Test
    void login_storeKnownNotToBeWritable_isFoundBeforeThePersonIsAsked() {
      acme.store.notWritable("The file system is read-only.");
      acme.oauth.loggingIn(
          request -> {
            throw new AssertionError("nobody must be asked");
          });
      assertThrows(AuthException.StoreUnavailable.class, () -> login(acme.oauth));
    }

    @Test
    void login_writeFails_withdrawsTheSession() {
      acme.store.failWrites("No space left on device.");
      assertThrows(AuthException.StoreUnavailable.class, () -> login(acme.oauth));
      assertEquals(List.of(SESSION), acme.oauth.revoked());
    }

    @Test
    void login_lockBusy_withdrawsTheSession() {
      acme.locks.busy();
      assertThrows(AuthException.LockTimeout.class, () -> login(acme.oauth));
      assertEquals(List.of(SESSION), acme.oauth.revoked());
    }

    @Test
    void login_providerFaultAfterTheSessionWasIssued_withdrawsIt() {
      acme.oauth.identifying(
          credential -> {
            throw new IllegalStateException("fault");
          });
      assertThrows(IllegalStateException.class, () -> login(acme.oauth));
      assertEquals(List.of(SESSION), acme.oauth.revoked());
    }

    @Test
    void login_interruptedAfterTheSessionWasIssued_canStillWithdrawIt() {
      AtomicReference<Boolean> interruptedWhileRevoking = new AtomicReference<>();
      var provider =
          new FakeProvider("oauth") {
            @Override
            public Revocation revoke(Credential credential, ProviderContext context) {
              interruptedWhileRevoking.set(Thread.currentThread().isInterrupted());
              return super.revoke(credential, context);
            }
          };
      provider.loggingIn(SESSION);
      provider.identifying(
          credential -> {
            Thread.currentThread().interrupt();
            throw new AuthException.Cancelled("Interrupted.");
          });
      assertThrows(AuthException.Cancelled.class, () -> login(provider));
      assertTrue(Thread.interrupted(), "the caller still learns of the interrupt");
      assertEquals(false, interruptedWhileRevoking.get());
    }

    @Test
    void login_keyThatCannotBeStored_isNotRevoked() {
      acme.store.failWrites("No space left on device.");
      assertThrows(AuthException.StoreUnavailable.class, () -> login(acme.apiKey));
      assertEquals(List.of(), acme.apiKey.revoked(), "it is the person's own key");
    }

    @Test
    void login_recordCannotBeWritten_restoresWhatWasStored() throws IOException {
      keychain.given(TestAccount.KEY, "{\"pat\":\"before\"}");
      Files.writeString(directory.resolve("accounts"), "a file where a directory should be");
      assertThrows(
          AuthException.StoreUnavailable.class, () -> loginTo(keychain, Optional.of(acme.store)));
      assertEquals(Optional.of("{\"pat\":\"before\"}"), keychain.json(TestAccount.KEY));
      assertEquals(List.of(SESSION), acme.oauth.revoked());
    }
  }

  @Nested
  class ChoosingAnOrganization {
    private static final String PROFILE =
        "{'apiBaseUri':'https://api.acme.example','organizations':{'path':'/orgs','list':'all'}}";

    private void listing(String json) {
      listing(200, json);
    }

    private void listing(int status, String json) {
      acme.profile(PROFILE);
      acme.http(FakeHttpClient.answering(status, json.replace('\'', '"')).bounded());
    }

    @Test
    void login_oneListed_isKeptInTheDocument() {
      listing("{'all':[{'name':'one'}]}");
      assertEquals(Optional.of("one"), login(acme.oauth).organization());
      assertTrue(acme.storedJson().contains("'organization':'one'"), acme.storedJson());
    }

    @Test
    void login_severalAndNobodyToAsk_takesTheFirstAndSaysSo() {
      listing("{'all':['one','two']}");
      assertEquals(Optional.of("one"), login(acme.apiKey).organization());
      assertTrue(
          acme.notices.warnings().getFirst().contains("--organization NAME, one of one, two"),
          acme.notices.warnings().toString());
    }

    @Test
    void login_theFormerOneStillListed_isKept() {
      acme.stored("{'organization':'two'}");
      listing("{'all':['one','two']}");
      assertEquals(Optional.of("two"), login(acme.apiKey).organization());
      assertEquals(List.of(), acme.notices.warnings());
    }

    @Test
    void login_theFormerOneNoLongerListed_isReplaced() {
      acme.stored("{'organization':'gone'}");
      listing("{'all':['one']}");
      assertEquals(Optional.of("one"), login(acme.apiKey).organization());
    }

    @Test
    void login_profileNamesOne_chooseNothing() {
      acme.profile(PROFILE.replace("{'api", "{'organization':'mine','api"));
      assertEquals(Optional.empty(), login(acme.apiKey).organization());
      assertFalse(acme.storedJson().contains("organization"), acme.storedJson());
    }

    @ParameterizedTest
    @CsvSource({"503, {}", "200, no JSON", "200, {'all':7}", "403, {}"})
    void login_notListed_worksAndSaysWhy(int status, String body) {
      listing(status, body);
      assertEquals(Optional.empty(), login(acme.oauth).organization());
      assertTrue(
          acme.notices.warnings().getFirst().startsWith("No organization is chosen: "),
          acme.notices.warnings().toString());
    }

    @Test
    void login_identityNeedsOneAndThereIsNone_failsWithTheReason() {
      acme.profile(PROFILE.replace("{'api", "{'identityPath':'/in/{organization}/me','api"));
      acme.http(FakeHttpClient.answering(503, "").bounded());
      acme.oauth.identifying(credential -> Optional.of(json("{}")));
      AuthException failure = assertThrows(AuthException.class, () -> login(acme.oauth));
      assertTrue(failure.getMessage().contains("503"), failure.getMessage());
      assertEquals(List.of(SESSION), acme.oauth.revoked());
    }

    @Test
    void use_listed_isStoredAndUnlistedIsRefused() {
      acme.stored("{'api_key':'k','other':1}");
      listing("{'all':['one','two']}");
      OrganizationSwitch change = new OrganizationSwitch(acme.locks, acme.providers());
      change.use(acme.account(), () -> FakeKey.of("api_key", "k"), "two");
      assertEquals("{'api_key':'k','other':1,'organization':'two'}", acme.storedJson());
      var failure =
          assertThrows(
              AuthException.Misconfigured.class,
              () -> change.use(acme.account(), () -> FakeKey.of("api_key", "k"), "three"));
      assertTrue(failure.getMessage().contains("but one, two."), failure.getMessage());
    }
  }

  @Test
  void use_namesThatAreNoWords_areNotPutIntoACommand() {
    acme.stored("{'api_key':'k'}");
    acme.profile(ChoosingAnOrganization.PROFILE);
    acme.http(FakeHttpClient.answering(200, "{\"all\":[\"$(reboot)\",\"-x\"]}").bounded());
    OrganizationSwitch change = new OrganizationSwitch(acme.locks, acme.providers());
    var failure =
        assertThrows(
            AuthException.Misconfigured.class,
            () -> change.use(acme.account(), () -> FakeKey.of("api_key", "k"), "three"));
    assertEquals("keyfob account use acme --organization NAME", failure.hint().orElseThrow());
  }

  @Nested
  class MovingToAnotherStore {
    @Test
    void login_toAnotherStore_takesOverWhatOthersKeepAndEmptiesTheOld() {
      acme.stored("{'api_key':'old','oauth':{'access_token':'x','tool':1},'other':2}");
      LoginReport report = loginTo(keychain, Optional.of(acme.store));
      assertEquals(List.of("api_key"), report.cleared());
      assertEquals("nothing", acme.storedJson());
      assertTrue(keychain.json(TestAccount.KEY).orElseThrow().contains("\"other\":2"));
      assertTrue(keychain.json(TestAccount.KEY).orElseThrow().contains("\"tool\":1"));
      assertEquals(Optional.of("keychain"), records().store(TestAccount.KEY));
    }

    @Test
    void login_oldStoreDoesNotAnswer_isSaidAndDoesNotStopTheLogin() {
      acme.stored("{'api_key':'old'}");
      acme.store.failReads("locked");
      acme.store.failWrites("The old store is locked.");
      loginTo(keychain, Optional.of(acme.store));
      assertTrue(keychain.json(TestAccount.KEY).isPresent());
      assertTrue(acme.notices.warnings().getFirst().contains("The old store is locked."));
    }
  }

  @Nested
  class Methods {
    @Test
    void provider_methodNotOffered_isAUsageError() {
      var service = service();
      var request = LoginRequest.of(TestAccount.KEY).withMethod("carrier-pigeon");
      assertThrows(
          AuthException.Misconfigured.class, () -> service.provider(acme.profile(), request));
      assertEquals("pat", service.provider(acme.profile(), request.withMethod("pat")).type());
    }
  }

  private LoginReport login(FakeProvider provider) {
    return login(provider, Optional.empty(), request(true));
  }

  private LoginReport login(
      FakeProvider provider, Optional<InMemoryStore> leftBehind, LoginRequest request) {
    return service().login(acme.account(), otherCopies(leftBehind), provider, request);
  }

  private LoginReport loginTo(InMemoryStore store, Optional<InMemoryStore> leftBehind) {
    return service().login(acme.account(store), otherCopies(leftBehind), acme.oauth, request(true));
  }

  private static Supplier<OtherCopies> otherCopies(Optional<InMemoryStore> before) {
    return () -> new OtherCopies(before.map(store -> store), List.of());
  }

  private LoginService service() {
    return new LoginService(
        acme.providers(),
        acme.resolver(),
        new CredentialWriter(acme.providers(), new StoreTransactions(records(), acme.locks)));
  }

  private StoreRecords records() {
    return new StoreRecords(directory.resolve("accounts"), "file", acme.notices);
  }

  private static LoginRequest request(boolean verify) {
    LoginRequest all = LoginRequest.of(TestAccount.KEY);
    return LoginRequest.builder(all.key())
        .method(all.method())
        .scopes(all.scopes())
        .port(all.port())
        .timeout(all.timeout())
        .openBrowser(all.openBrowser())
        .verify(verify)
        .store(all.store())
        .build();
  }

  private static Optional<JsonObject> reject() {
    throw new AuthException.Denied(ErrorCode.INVALID_CREDENTIAL, "Rejected.", null);
  }

  private static Optional<JsonObject> away() {
    throw new AuthException.Transient(ErrorCode.API_ERROR, "The service is away.", null);
  }

  private static JsonObject json(String text) {
    return JsonText.parseObject(text.replace('\'', '"'));
  }
}
