package dev.keyfob.auth.api.internal.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.DoctorReport.Status;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.internal.TestAccount;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.SealableStore;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.FakeHttpClient;
import dev.keyfob.auth.testkit.FakeSession;
import dev.keyfob.auth.testkit.MutableClock;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The checks that are about one account. */
class AccountChecksTests {
  private final TestAccount acme = new TestAccount();

  private static void assertFound(Status status, String part, CheckResult finding) {
    assertEquals(status, finding.status(), finding::toString);
    assertTrue(finding.message().contains(part), finding::toString);
    boolean needsRemedy = status == Status.WARN || status == Status.FAIL;
    assertEquals(needsRemedy, finding.remedy().isPresent(), finding::toString);
  }

  @Nested
  class Stores {
    @Test
    void store_withAndWithoutCredentials_passes() {
      assertFound(Status.PASS, "Nothing is stored for acme", look());
      acme.stored("{'api_key':'k'}");
      assertFound(Status.PASS, "are in the store file", look());
    }

    @Test
    void store_thatDoesNotAnswer_isSaidWithItsRemedy() {
      acme.store.available(Availability.no("It is locked.", "unlock it"));
      assertEquals(Optional.of("unlock it"), look().remedy());
      assertFound(Status.FAIL, "It is locked.", look());
    }

    @Test
    void store_thatIsDamaged_isAnError() {
      acme.store.givenDamaged(TestAccount.KEY);
      assertThrows(AuthException.StoreCorrupt.class, this::look);
    }

    @Test
    void store_thatCannotBeWritten_isFound() {
      acme.stored("{'api_key':'k'}").store.notWritable("The disk is full.");
      assertFound(Status.FAIL, "The disk is full. A session that is renewed", look());
    }

    private CheckResult look() {
      return new StoreCheck(TestAccount.KEY, acme.store).look();
    }
  }

  @Nested
  class Passphrases {
    @Test
    void passphrase_notSealed_isSkipped() {
      assertFound(Status.SKIP, "not sealed", look(false, false, Map.of()));
    }

    @Test
    void passphrase_thatOpens_passes_andOneThatDoesNot_isSaid() {
      acme.stored("{'api_key':'k'}");
      Map<String, String> given = Map.of("KEYFOB_PASSPHRASE", "x");
      assertFound(Status.PASS, "opens the credentials", look(true, true, given));
      acme.store.failReads("The passphrase in KEYFOB_PASSPHRASE does not open it.");
      assertFound(Status.FAIL, "does not open it", look(true, true, given));
    }

    @Test
    void passphrase_nowhere_isAFailureUnlessSomebodyCanBeAsked() {
      acme.store.failReads("No passphrase is at hand.");
      assertFound(Status.PASS, "keyfob prompts for", look(true, true, Map.of()));
      assertFound(Status.FAIL, "No passphrase is at hand.", look(true, false, Map.of()));
    }

    private CheckResult look(boolean sealed, boolean person, Map<String, String> environment) {
      return new PassphraseCheck(TestAccount.KEY, sealable(sealed), environment, person).look();
    }

    private SealableStore sealable(boolean sealed) {
      return (SealableStore)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {SealableStore.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("sealed")) {
                  return sealed;
                }
                try {
                  return method.invoke(acme.store, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  @Nested
  class Leftovers {
    private final List<String> left = new ArrayList<>();

    @Test
    void leftovers_none_passes() {
      assertFound(Status.PASS, "No copy", look(false));
    }

    @Test
    void leftovers_some_areSaid_andRemovedIfWanted() {
      left.add("keychain");
      assertFound(Status.WARN, "may be left in keychain", look(false));
      assertFound(Status.PASS, "Removed what was left of acme in keychain", look(true));
    }

    @Test
    void leftovers_thatCannotBeRemoved_staySaid() {
      left.add("keychain");
      CheckResult finding = new LeftoversCheck(TestAccount.KEY, () -> left, () -> {}, true).look();
      assertFound(Status.WARN, "may be left in keychain", finding);
    }

    private CheckResult look(boolean fix) {
      return new LeftoversCheck(TestAccount.KEY, () -> List.copyOf(left), () -> left.clear(), fix)
          .look();
    }
  }

  @Nested
  class Environment {
    @Test
    void environment_nothingSet_passes() {
      assertFound(Status.PASS, "No environment variable", look(Optional.empty(), Optional.empty()));
    }

    @Test
    void environment_keyInPlaceOfWhatIsStored_isSaid() {
      acme.profile("{'environment':{'apiKey':['ACME_KEY']}}").environment.put("ACME_KEY", "k");
      assertFound(Status.PASS, "nothing stored", look(Optional.empty(), Optional.empty()));
      acme.stored("{'oauth':{'access_token':'a'}}");
      CheckResult shadowed = look(Optional.empty(), Optional.empty());
      assertFound(Status.WARN, "ACME_KEY is set and used in place of the stored oauth", shadowed);
      assertEquals(Optional.of("unset ACME_KEY"), shadowed.remedy());
    }

    @Test
    void environment_anotherStoreThanTheLastLogins_isSaid() {
      assertFound(
          Status.WARN, "KEYFOB_STORE is file", look(Optional.of("file"), Optional.of("keychain")));
      assertFound(
          Status.PASS, "No environment variable", look(Optional.of("file"), Optional.empty()));
    }

    private CheckResult look(Optional<String> preferred, Optional<String> recorded) {
      return new EnvironmentCheck(
              acme.account(), acme.resolver(), acme.providers(), preferred, recorded)
          .look();
    }
  }

  @Nested
  class Tokens {
    @Test
    void token_notLoggedIn_isAWarning() {
      CheckResult finding = look();
      assertFound(Status.WARN, "Not logged in to acme.", finding);
      assertEquals(Optional.of("keyfob login acme"), finding.remedy());
    }

    @Test
    void token_fresh_isNotRenewed() {
      acme.oauth.identifying(credential -> Optional.of(JsonText.parseObject("{\"sub\":\"1\"}")));
      session(3600);
      acme.oauth.renewing(
          before -> {
            throw new AssertionError("nothing is to be renewed");
          });
      CheckResult finding = look();
      assertFound(Status.PASS, "oauth from file, until 2026-03-01T13:00:00Z.", finding);
      assertTrue(finding.message().endsWith("The service accepts it."), finding::message);
    }

    @Test
    void token_tooOld_isRenewed_andSaid() {
      session(10);
      acme.oauth.renewing(before -> later());
      assertFound(Status.PASS, "had expired and has been renewed.", look());
      assertTrue(acme.storedJson().contains("a2"), acme::storedJson);
    }

    @Test
    void token_thatCannotBeRenewedNow_isNotToldAsALogin() {
      session(-10);
      acme.oauth.renewing(
          before -> {
            throw new AuthException.Transient(ErrorCode.IDP_UNAVAILABLE, "It is away.", null);
          });
      CheckResult finding = look();
      assertFound(Status.FAIL, "could not be renewed: It is away.", finding);
      assertEquals(Optional.of("try again later"), finding.remedy());
    }

    @Test
    void token_deadOrRejected_isAnErrorThatAsksForALogin() {
      session(-10);
      acme.oauth.renewing(
          before -> {
            throw new AuthException.SessionExpired(TestAccount.KEY, "it was revoked.");
          });
      AuthException dead = assertThrows(AuthException.SessionExpired.class, this::look);
      assertEquals(Optional.of("keyfob login acme"), dead.hint());
      session(3600);
      acme.oauth.identifying(
          credential -> {
            throw new AuthException.Denied(
                ErrorCode.INVALID_CREDENTIAL, "Rejected.", "keyfob login acme");
          });
      assertThrows(AuthException.Denied.class, this::look);
    }

    @Test
    void token_storeThatCannotBeRead_isLeftToItsOwnCheck() {
      acme.store.failReads("It is locked.");
      assertFound(Status.SKIP, "check the store", look());
    }

    private void session(int seconds) {
      acme.stored(
          "{'oauth':{'access_token':'a1','refresh_token':'r1','expires_at':'"
              + MutableClock.START.plusSeconds(seconds)
              + "'}}");
    }

    private static FakeSession later() {
      return FakeSession.of("oauth", "a2", "r2", MutableClock.START.plusSeconds(7200));
    }

    private CheckResult look() {
      return new TokenCheck(acme.account(), acme.credentials(), acme.providers()).look();
    }
  }

  @Nested
  class Servers {
    @Test
    void api_thatAnswersAnything_passes() {
      answering(401, Map.of());
      assertFound(Status.PASS, "answers", new ApiCheck(context()).look());
      answering(503, Map.of());
      assertFound(Status.WARN, "HTTP 503", new ApiCheck(context()).look());
    }

    @Test
    void api_thatCannotBeReached_isSaid() throws IOException {
      int port;
      try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = closed.getLocalPort();
      }
      try (HttpClient http = HttpClient.newHttpClient()) {
        acme.profile("{'apiBaseUri':'http://127.0.0.1:" + port + "'}")
            .http(new BoundedHttp(() -> http));
        CheckResult finding = new ApiCheck(context()).look();
        assertFound(Status.FAIL, "Cannot reach http://127.0.0.1:" + port, finding);
        assertTrue(finding.remedy().orElseThrow().endsWith("keyfob profile show acme"));
      }
    }

    @Test
    void api_notNamed_isSkipped() {
      assertFound(Status.SKIP, "has no API address", new ApiCheck(context()).look());
    }

    @Test
    void identityProvider_none_isSkipped_andWhatIsFoundIsTold() {
      assertFound(Status.SKIP, "need no identity provider", lookAtProvider());
      acme.oauth.examining(() -> Optional.of("The door answers."));
      assertFound(Status.PASS, "The door answers.", lookAtProvider());
    }

    @Test
    void identityProvider_away_isSaid_andOneThatIsWrong_isAnError() {
      acme.oauth.examining(
          () -> {
            throw new AuthException.Transient(ErrorCode.NETWORK, "Cannot reach it.", null);
          });
      assertFound(Status.FAIL, "Cannot reach it.", lookAtProvider());
      acme.oauth.examining(
          () -> {
            throw new AuthException.Protocol("It has another issuer.", null, null);
          });
      assertThrows(AuthException.Protocol.class, this::lookAtProvider);
    }

    @Test
    void clock_thatAgrees_differsABit_andDiffersTooMuch() {
      answering(200, at(10));
      assertFound(Status.PASS, "agrees", new ClockCheck(context()).look());
      answering(200, at(-90));
      assertFound(
          Status.WARN, "ahead of that of api.acme.example", new ClockCheck(context()).look());
      answering(200, at(3600));
      assertFound(Status.FAIL, "behind", new ClockCheck(context()).look());
    }

    @Test
    void clock_nobodyTellsTheTime_isSkipped() {
      answering(200, Map.of());
      assertFound(Status.SKIP, "No server", new ClockCheck(context()).look());
    }

    private void answering(int status, Map<String, String> headers) {
      acme.profile("{'apiBaseUri':'https://api.acme.example'}")
          .http(
              new FakeHttpClient(request -> new FakeHttpClient.Answer(status, "", headers))
                  .bounded());
    }

    private ProviderContext context() {
      return acme.account().context();
    }

    private CheckResult lookAtProvider() {
      return new IdentityProviderCheck(acme.providers(), context()).look();
    }

    private static Map<String, String> at(int seconds) {
      return Map.of(
          "Date",
          DateTimeFormatter.RFC_1123_DATE_TIME.format(
              MutableClock.START.plusSeconds(seconds).atOffset(ZoneOffset.UTC)));
    }
  }
}
