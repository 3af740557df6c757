package dev.keyfob.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.keyfob.auth.api.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTests {
  /** The numbers that scripts rely on. */
  @ParameterizedTest
  @CsvSource({
    "USAGE, 2",
    "PROFILE_NOT_FOUND, 2",
    "OAUTH_NOT_CONFIGURED, 2",
    "NOT_LOGGED_IN, 3",
    "SESSION_EXPIRED, 3",
    "LOGIN_DENIED, 3",
    "INVALID_CREDENTIAL, 3",
    "NOT_INTERACTIVE, 3",
    "LOGIN_TIMEOUT, 4",
    "LOCK_TIMEOUT, 4",
    "STORE_UNAVAILABLE, 5",
    "STORE_CORRUPT, 5",
    "CANCELLED, 130",
    "IDP_UNAVAILABLE, 1",
    "API_ERROR, 1",
    "FORBIDDEN, 1",
    "NETWORK, 1",
    "PROTOCOL_ERROR, 1",
    "PLUGIN_ERROR, 1"
  })
  void of_code_isTheDocumentedNumber(ErrorCode code, int exit) {
    assertEquals(exit, ExitCode.of(code));
  }

  @ParameterizedTest
  @EnumSource
  void of_anyCode_isNeverDone(ErrorCode code) {
    assertNotEquals(ExitCode.DONE, ExitCode.of(code));
  }
}
