package dev.keyfob.auth.api.internal.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.TestProfiles;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceInteractionTests {
  private static final URI PAGE = URI.create("https://id.acme.test/authorize");

  private final FakeInteraction person = FakeInteraction.person();

  @Test
  void nothingSet_askAndBrowseAsUsual() {
    ServiceInteraction interaction = with(Map.of());
    assertTrue(interaction.interactive());
    assertTrue(interaction.openBrowser(PAGE));
    assertEquals(Optional.empty(), interaction.noBrowserReason());
  }

  @Test
  void noBrowser_set_opensNoneAndNamesTheVariable() {
    ServiceInteraction interaction = with(Map.of("ACME_NO_BROWSER", "1"));
    assertFalse(interaction.openBrowser(PAGE));
    assertEquals(Optional.of("ACME_NO_BROWSER is set"), interaction.noBrowserReason());
    assertTrue(interaction.interactive());
    assertEquals(List.of(), person.opened());
  }

  @Test
  void noInput_set_asksNobodyAndNamesTheVariable() {
    ServiceInteraction interaction = with(Map.of("ACME_QUIET", "yes"));
    assertFalse(interaction.interactive());
    AuthException e = assertThrows(AuthException.class, () -> interaction.askSecret("Key"));
    assertEquals(ErrorCode.NOT_INTERACTIVE, e.code());
    assertTrue(e.getMessage().contains("ACME_QUIET"), e.getMessage());
    assertThrows(AuthException.class, () -> interaction.askLine("Line"));
    assertThrows(AuthException.class, () -> interaction.choose("Which?", List.of("a")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "0", "false", "FALSE"})
  void variables_switchedOff_changeNothing(String value) {
    ServiceInteraction interaction = with(Map.of("ACME_QUIET", value, "ACME_NO_BROWSER", value));
    assertTrue(interaction.interactive());
    assertTrue(interaction.openBrowser(PAGE));
  }

  private ServiceInteraction with(Map<String, String> environment) {
    return new ServiceInteraction(
        TestProfiles.acme("{'environment':{'noBrowser':'ACME_NO_BROWSER','noInput':'ACME_QUIET'}}"),
        environment,
        person);
  }
}
