package dev.keyfob.auth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountKeyTests {
  @Test
  void toString_defaultAccount_isTheProfileAlone() {
    assertEquals("acme", AccountKey.of("acme").toString());
    assertEquals("acme/work", new AccountKey("acme", "work").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\u0000b", "\u001b[31mred"})
  void constructor_nameThatIsNone_isAUsageError(String name) {
    var profile =
        assertThrows(AuthException.Misconfigured.class, () -> new AccountKey(name, "default"));
    var account =
        assertThrows(AuthException.Misconfigured.class, () -> new AccountKey("acme", name));
    assertEquals(ErrorCode.USAGE, profile.code());
    assertEquals("keyfob profile list", profile.hint().orElseThrow());
    assertEquals("keyfob account list", account.hint().orElseThrow());
  }

  @Test
  void constructor_longestName_isAccepted() {
    assertEquals(255, AccountKey.of("x".repeat(255)).profile().length());
    assertThrows(AuthException.Misconfigured.class, () -> AccountKey.of("x".repeat(256)));
  }

  @Test
  void command_otherAccount_namesIt() {
    assertEquals("keyfob status acme", AccountKey.of("acme").command("status"));
    assertEquals("keyfob login acme --account ada", new AccountKey("acme", "ada").loginCommand());
  }

  @Test
  void command_nameWithBlanksOrQuotes_canBePasted() {
    assertEquals(
        "keyfob login 'my acme' --account 'ada'\\''s; rm'",
        new AccountKey("my acme", "ada's; rm").loginCommand());
  }
}
