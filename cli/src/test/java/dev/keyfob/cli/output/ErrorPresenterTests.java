package dev.keyfob.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ErrorPresenterTests {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private ErrorPresenter presenter(boolean json, boolean verbose) {
    return new ErrorPresenter(new PrintStream(err, true, StandardCharsets.UTF_8), json, verbose);
  }

  private String written() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void report_messageWithControlCharacters_areTakenOutForPeople() {
    presenter(false, false).report(AuthException.usage("a\u001b[31mb\r\nc", "keyfob d\u0007e"));
    assertEquals("keyfob: a[31mb c\n  try: keyfob de\n", written());
  }

  @Test
  void report_messageWithControlCharacters_areEscapedForPrograms() {
    presenter(true, false).report(AuthException.usage("a\u001bb\u009bc\u007fd\u202ee", null));
    assertEquals(
        "{\"error\":{\"code\":\"usage\",\"message\":\"a\\u001bb\\u009bc\\u007fd\\u202ee\","
            + "\"hint\":null,\"retryable\":false}}\n",
        written());
  }

  @Test
  void report_fault_isOneSentenceWithoutItsMessage() {
    int code = presenter(false, false).report(new IllegalStateException("s3cret"));
    assertEquals(ExitCode.FAILED, code);
    assertEquals(
        """
        keyfob: Unexpected error (IllegalStateException). Run it again with --verbose and report it.
        """,
        written());
  }

  @Test
  void report_faultVerbosely_showsTheTraceWithoutMessages() {
    presenter(false, true)
        .report(new IllegalStateException("s3cret", new RuntimeException("s3cret too")));
    assertTrue(written().contains("    at dev.keyfob.cli"), written());
    assertTrue(written().contains("java.lang.RuntimeException"), written());
    assertFalse(written().contains("s3cret"), written());
  }
}
