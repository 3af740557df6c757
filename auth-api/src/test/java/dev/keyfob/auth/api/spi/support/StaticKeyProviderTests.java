package dev.keyfob.auth.api.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StaticKeySettings;
import dev.keyfob.auth.api.spi.EnvironmentVariable;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.testkit.FakeHttpClient;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.MutableClock;
import dev.keyfob.auth.testkit.TestProfiles;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticKeyProviderTests {
  private static final String KEY = "tik_0123456789";
  private static final ServiceProfile PROFILE =
      TestProfiles.acme(
          """
          {'displayName':'Acme','apiBaseUri':'https://api.acme.test/v2','identityPath':'/me',
           'apiKey':{'prefix':'tik_','minLength':12,'header':'x-ticket'}}
          """);

  private final StaticKeyProvider provider = new Tickets();

  @Nested
  class Login {
    @Test
    void login_person_isAskedForTheKeyOfTheService() {
      FakeInteraction person = FakeInteraction.person().answerSecret(KEY);
      assertEquals(Secret.of(KEY), login(person).secret());
      assertEquals(List.of("ticket for Acme"), person.asked());
    }

    @Test
    void login_personGivesNothing_isCancelled() {
      assertThrows(
          AuthException.Cancelled.class, () -> login(FakeInteraction.person().answerSecret(" ")));
    }

    @Test
    void login_script_readsStandardInput() {
      assertEquals(Secret.of(KEY), login(FakeInteraction.script().pipe(KEY + "\n")).secret());
    }

    @Test
    void login_scriptGivesNothing_isToldThePipe() {
      AuthException.NotLoggedIn e =
          assertThrows(AuthException.NotLoggedIn.class, () -> login(FakeInteraction.script()));
      assertEquals(ErrorCode.NOT_INTERACTIVE, e.code());
      assertEquals(
          Optional.of("printf %s \"$KEY\" | keyfob login acme --account work --ticket"), e.hint());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "tik_77x",
          "other_0123456789",
          "tik_01234 56789",
          "tik_0123\u00e956789",
          "tik_0123\u001b56789",
          "tik_0123\r\nX: 1"
        })
    void login_keyThatCannotBeOne_isRefusedWithoutSayingIt(String key) {
      FakeInteraction person = FakeInteraction.person().answerSecret(key);
      AuthException.Denied e = assertThrows(AuthException.Denied.class, () -> login(person));
      assertEquals(ErrorCode.INVALID_CREDENTIAL, e.code());
      assertTrue(e.hint().orElseThrow().contains("keyfob login acme --account work --ticket"));
      assertFalse((e.getMessage() + e.hint()).contains(key.substring(4)), e.toString());
    }

    @Test
    void login_prefixAlone_isRefused() {
      ServiceProfile lax = TestProfiles.acme("{'apiKey':{'prefix':'long_prefix_'}}");
      FakeInteraction person = FakeInteraction.person().answerSecret("long_prefix_");
      assertThrows(
          AuthException.Denied.class,
          () -> provider.login(request(), context(lax, person, FakeHttpClient.answering(500, ""))));
    }

    private Credential login(FakeInteraction interaction) {
      return provider
          .login(request(), context(PROFILE, interaction, FakeHttpClient.answering(500, "")))
          .credential();
    }
  }

  @Nested
  class Environment {
    @Test
    void fromEnvironment_claimedVariable_isTheKey() {
      assertEquals(Optional.of(new StaticKey("ticket", Secret.of(KEY))), from("ticket", KEY));
    }

    @Test
    void fromEnvironment_keyWithABlank_namesTheVariableAndNotTheValue() {
      AuthException.Denied e =
          assertThrows(AuthException.Denied.class, () -> from("ticket", "hidden value"));
      assertEquals(ErrorCode.INVALID_CREDENTIAL, e.code());
      assertTrue(e.toString().contains("ACME_TICKET"));
      assertFalse(e.toString().contains("hidden"));
    }

    private Optional<Credential> from(String role, String value) {
      return provider.fromEnvironment(
          new EnvironmentVariable("ACME_TICKET", role, Secret.of(value)), PROFILE);
    }
  }

  @Nested
  class Requests {
    private final URI target = URI.create("https://api.acme.test/v2/me");

    private Map<String, String> authorize(String key, ServiceProfile profile) {
      return provider.authorize(
          ticket(key),
          OutgoingRequest.of("GET", target),
          context(profile, FakeInteraction.script(), FakeHttpClient.answering(500, "")));
    }

    @Test
    void authorize_ownHeaderWithoutScheme_carriesTheBareKey() {
      assertEquals(Map.of("x-ticket", KEY), authorize(KEY, PROFILE));
    }

    @Test
    void authorize_nothingSaid_isABearerToken() {
      assertEquals(
          Map.of("Authorization", "Bearer " + KEY), authorize(KEY, TestProfiles.acme("{}")));
    }

    @Test
    void authorize_headerInjection_isRefused() {
      AuthException.Denied e =
          assertThrows(
              AuthException.Denied.class, () -> authorize(KEY + "\r\nHost: evil", PROFILE));
      assertEquals(ErrorCode.INVALID_CREDENTIAL, e.code());
      assertFalse(e.toString().contains(KEY));
    }

    @Test
    void identify_identityPath_isAskedBelowTheBase() {
      FakeHttpClient service = FakeHttpClient.answering(200, "{\"email\":\"a@b.c\"}");
      assertEquals(
          "a@b.c",
          provider
              .identify(ticket(KEY), context(PROFILE, FakeInteraction.script(), service))
              .orElseThrow()
              .getString("email"));
      assertEquals(target, service.requests().getFirst().uri());
    }

    @Test
    void identify_verifyPathAndIdentityPath_bothAreAskedAndTheLatterTellsWho() {
      ServiceProfile profile =
          TestProfiles.acme(
              """
              {'apiBaseUri':'https://api.acme.test','identityPath':'/me',
               'apiKey':{'verifyPath':'/organizations'}}
              """);
      FakeHttpClient service = FakeHttpClient.answering(200, "{}");
      provider.identify(ticket(KEY), context(profile, FakeInteraction.script(), service));
      assertEquals(
          List.of(
              URI.create("https://api.acme.test/organizations"),
              URI.create("https://api.acme.test/me")),
          service.requests().stream().map(HttpRequest::uri).toList());
    }

    @Test
    void identify_verifyPathAlone_tellsThatTheKeyIsGood() {
      ServiceProfile profile =
          TestProfiles.acme(
              "{'apiBaseUri':'https://api.acme.test','apiKey':{'verifyPath':'/organizations'}}");
      FakeHttpClient service = FakeHttpClient.answering(200, "{}");
      assertTrue(
          provider
              .identify(ticket(KEY), context(profile, FakeInteraction.script(), service))
              .isPresent());
      assertEquals(1, service.requests().size());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"{'apiBaseUri':'https://api.acme.test','apiKey':{}}", "{'identityPath':'/me'}"})
    void identify_noPathOrNoBase_asksNobody(String json) {
      FakeHttpClient service = FakeHttpClient.answering(200, "{}");
      assertEquals(
          Optional.empty(),
          provider.identify(
              ticket(KEY), context(TestProfiles.acme(json), FakeInteraction.script(), service)));
      assertEquals(List.of(), service.requests());
    }

    private Credential ticket(String value) {
      return new StaticKey("ticket", Secret.of(value));
    }
  }

  private static LoginRequest request() {
    return LoginRequest.of(new AccountKey("acme", "work")).withMethod("ticket");
  }

  private static ProviderContext context(
      ServiceProfile profile, Interaction interaction, FakeHttpClient service) {
    return ProviderContext.builder(
            profile, new AccountKey("acme", "work"), service.bounded(), interaction)
        .clock(new MutableClock())
        .environment(Map.of())
        .build();
  }

  private static final class Tickets extends StaticKeyProvider {
    Tickets() {
      super("ticket", "ticket", new LoginMethod("ticket", "Ticket", "--ticket", false));
    }

    @Override
    protected Optional<StaticKeySettings> settings(ServiceProfile profile) {
      return profile.apiKey();
    }

    @Override
    protected boolean claims(EnvironmentVariable variable, ServiceProfile profile) {
      return variable.role().equals("ticket");
    }
  }
}
