package dev.keyfob.auth.api.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.LoginMethod;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.TestProfiles;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MethodChoiceTests {
  private static final LoginMethod KEY = new LoginMethod("api-key", "API key", "--api-key", false);
  private static final LoginMethod PAT = new LoginMethod("pat", "Token", "--pat", false);
  private static final LoginMethod BROWSER = new LoginMethod("browser", "Browser", "--oauth", true);

  private final ServiceProfile acme = TestProfiles.acme("{'pat': {'prefix': 'pat_'}}");

  @Test
  void choose_person_picksByLabel() {
    FakeInteraction person = FakeInteraction.person().answerChoice(1);
    assertEquals(BROWSER, MethodChoice.choose(acme, List.of(KEY, BROWSER), person));
  }

  @Test
  void choose_personAndOneMethod_isNotAsked() {
    assertEquals(KEY, MethodChoice.choose(acme, List.of(KEY), FakeInteraction.person()));
  }

  @Test
  void choose_pipedSecretWithPatPrefix_isThePat() {
    FakeInteraction pipe = FakeInteraction.script().pipe("pat_1");
    assertEquals(PAT, MethodChoice.choose(acme, List.of(KEY, PAT, BROWSER), pipe));
  }

  @Test
  void choose_pipedSecret_isTheKey() {
    FakeInteraction pipe = FakeInteraction.script().pipe("sk-1");
    assertEquals(KEY, MethodChoice.choose(acme, List.of(KEY, PAT, BROWSER), pipe));
  }

  @Test
  void choose_nobodyAndNothingPiped_namesWhatWouldWork() {
    var e =
        assertThrows(
            AuthException.NotLoggedIn.class,
            () -> MethodChoice.choose(acme, List.of(KEY, BROWSER), FakeInteraction.script()));
    assertEquals(ErrorCode.NOT_INTERACTIVE, e.code());
    assertEquals(
        Optional.of(
            "printf %s \"$KEY\" | keyfob login acme --api-key, or keyfob login acme --oauth"),
        e.hint());
  }

  @Test
  void choose_nobodyAndOnlyForPersons_doesNotReadThePipe() {
    FakeInteraction pipe = FakeInteraction.script().pipe("sk-1");
    assertThrows(
        AuthException.NotLoggedIn.class, () -> MethodChoice.choose(acme, List.of(BROWSER), pipe));
  }

  @Test
  void choose_nothingOffered_isAUsageError() {
    assertThrows(
        AuthException.Misconfigured.class,
        () -> MethodChoice.choose(acme, List.of(), FakeInteraction.person()));
  }
}
