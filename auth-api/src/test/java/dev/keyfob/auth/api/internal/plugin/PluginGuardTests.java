package dev.keyfob.auth.api.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PluginGuardTests {
  private final PluginGuard guard = new PluginGuard("badge (badge.jar)");

  @Test
  void call_exceptionThatItsLanguageDoesNotDeclare_isThePluginsFault() {
    assertFault("failed with IOException", new IOException("secret"));
  }

  @Test
  void call_error_isThePluginsFault() {
    assertFault("failed with AssertionError", new AssertionError("secret"));
    assertFault("failed with NoClassDefFoundError", new NoClassDefFoundError("secret"));
    assertFault("failed with StackOverflowError", new StackOverflowError());
  }

  @Test
  void call_memoryIsUp_isNobodysFault() {
    OutOfMemoryError thrown = new OutOfMemoryError();

    assertSame(thrown, assertThrows(OutOfMemoryError.class, () -> call(thrown)));
  }

  @Test
  void call_failureOfItsOwn_isPassedOn() {
    AuthException thrown = new AuthException.Cancelled("No.");

    assertSame(thrown, assertThrows(AuthException.class, () -> call(thrown)));
  }

  @Test
  void call_json_staysJson() {
    JsonObject json = Json.createObjectBuilder().add("key", "value").build();

    assertSame(json, guard.call(JsonValue.class, () -> json));
  }

  private void assertFault(String what, Throwable thrown) {
    AuthException fault = assertThrows(AuthException.class, () -> call(thrown));

    assertEquals(ErrorCode.PLUGIN_ERROR, fault.code());
    assertEquals("The plugin badge (badge.jar) " + what + ".", fault.getMessage());
  }

  private void call(Throwable thrown) {
    guard.call(
        String.class,
        () -> {
          throw thrown;
        });
  }
}
