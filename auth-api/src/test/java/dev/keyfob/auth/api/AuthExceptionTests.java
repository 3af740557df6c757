package dev.keyfob.auth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AuthExceptionTests {
  private static final AccountKey WORK = new AccountKey("acme", "work");

  @Test
  void hint_notLoggedIn_isTheLoginOfThatAccount() {
    assertEquals(
        "keyfob login acme --account work",
        new AuthException.NotLoggedIn(WORK).hint().orElseThrow());
    assertEquals(
        "keyfob login acme",
        new AuthException.SessionExpired(AccountKey.of("acme"), "it is over.")
            .hint()
            .orElseThrow());
  }

  @Test
  void retryable_onlyWhatMayWorkUnchanged() {
    assertTrue(new AuthException.Transient(ErrorCode.NETWORK, "x", null).retryable());
    assertTrue(new AuthException.LockTimeout("acme", Duration.ofSeconds(1)).retryable());
    assertFalse(new AuthException.NotLoggedIn(WORK).retryable());
    assertFalse(new AuthException.StoreUnavailable("x", null, null).retryable());
  }

  @Test
  void id_everyCode_isSnakeCase() {
    assertTrue(Arrays.stream(ErrorCode.values()).allMatch(code -> code.id().matches("[a-z_]+")));
    assertEquals("store_corrupt", ErrorCode.STORE_CORRUPT.id());
  }
}
