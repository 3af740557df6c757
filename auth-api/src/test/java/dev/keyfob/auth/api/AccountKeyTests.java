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
}
