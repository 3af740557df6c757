package dev.keyfob.auth.api.internal.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.TestProfiles;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoginMethodSelectorTests {
  private static final LoginMethod KEY = new LoginMethod("api-key", "API key", "--api-key", false);
  private static final LoginMethod PAT = new LoginMethod("pat", "Token", "--pat", false);
  private static final LoginMethod DEVICE = new LoginMethod("device", "Code", "--device", true);
  private static final LoginMethod PASTE = new LoginMethod("paste", "Paste", "--paste", true);
  private static final LoginMethod BROWSER = new LoginMethod("browser", "Browser", "--oauth", true);

  private final ServiceProfile acme = TestProfiles.acme("{'pat': {'prefix': 'pat_'}}");

  private LoginMethod choose(List<LoginMethod> methods, FakeInteraction interaction) {
    return choose(methods, LoginRequest.of(AccountKey.of("acme")), interaction);
  }

  private LoginMethod choose(
      List<LoginMethod> methods, LoginRequest request, FakeInteraction interaction) {
    return LoginMethodSelector.choose(acme, methods, request, interaction);
  }

  @Test
  void choose_person_picksByLabel() {
    FakeInteraction person = FakeInteraction.person().answerChoice(1);
    assertEquals(BROWSER, choose(List.of(KEY, BROWSER), person));
  }

  @Test
  void choose_personAndOneMethod_isNotAsked() {
    assertEquals(KEY, choose(List.of(KEY), FakeInteraction.person()));
  }

  @Test
  void choose_pipedSecretWithPatPrefix_isThePat() {
    FakeInteraction pipe = FakeInteraction.script().pipe("pat_1");
    assertEquals(PAT, choose(List.of(KEY, PAT, BROWSER), pipe));
  }

  @Test
  void choose_pipedSecret_isTheKey() {
    FakeInteraction pipe = FakeInteraction.script().pipe("sk-1");
    assertEquals(KEY, choose(List.of(KEY, PAT, BROWSER), pipe));
  }

  @Test
  void choose_nobodyAndNothingPiped_namesWhatWouldWork() {
    var e =
        assertThrows(
            AuthException.NotLoggedIn.class,
            () -> choose(List.of(KEY, BROWSER), FakeInteraction.script()));
    assertEquals(ErrorCode.NOT_INTERACTIVE, e.code());
    assertEquals(Optional.of("printf %s \"$KEY\" | keyfob login acme --api-key"), e.hint());
  }

  @Test
  void choose_nobodyAndOAuth_namesWhatNeedsNoTerminal() {
    ServiceProfile withOAuth =
        TestProfiles.acme("{'oauth': {'issuer': 'https://id.acme.test', 'clientId': 'cli'}}");
    var e =
        assertThrows(
            AuthException.NotLoggedIn.class,
            () ->
                LoginMethodSelector.choose(
                    withOAuth,
                    List.of(BROWSER, DEVICE, PASTE),
                    LoginRequest.of(new AccountKey("acme", "work")),
                    FakeInteraction.script()));
    assertEquals(
        Optional.of(
            "keyfob login acme --account work --device, or keyfob login acme --account work"
                + " --start"),
        e.hint());
  }

  @Test
  void choose_personWithoutBrowser_isToldWhyAndNotOfferedOne() {
    FakeInteraction person =
        FakeInteraction.person().withoutBrowser("this is an SSH session").answerChoice(0);
    assertEquals(DEVICE, choose(List.of(BROWSER, DEVICE, PASTE), person));
    assertEquals(List.of("No browser can be opened here: this is an SSH session."), person.shown());
  }

  @Test
  void choose_personWhoOpensTheAddressThemselves_isOfferedTheBrowser() {
    FakeInteraction person =
        FakeInteraction.person().withoutBrowser("this is an SSH session").answerChoice(0);
    LoginRequest request = LoginRequest.builder(AccountKey.of("acme")).openBrowser(false).build();
    assertEquals(BROWSER, choose(List.of(BROWSER, DEVICE), request, person));
  }

  @Test
  void choose_personWithoutBrowserAndNothingElse_leavesItToTheProvider() {
    FakeInteraction person = FakeInteraction.person().withoutBrowser("there is no display");
    assertEquals(BROWSER, choose(List.of(BROWSER), person));
  }

  @Test
  void choose_nobodyAndOnlyForPersons_doesNotReadThePipe() {
    FakeInteraction pipe = FakeInteraction.script().pipe("sk-1");
    assertThrows(AuthException.NotLoggedIn.class, () -> choose(List.of(BROWSER), pipe));
  }

  @Test
  void choose_nothingOffered_isAUsageError() {
    assertThrows(
        AuthException.Misconfigured.class, () -> choose(List.of(), FakeInteraction.person()));
  }
}
