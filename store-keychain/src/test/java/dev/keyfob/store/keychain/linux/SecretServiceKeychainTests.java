package dev.keyfob.store.keychain.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.store.keychain.access.KeychainFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretServiceKeychainTests {
  @Test
  void library_thatIsNotThere_isNamed_withThePackageThatHasIt() {
    KeychainFailure e =
        assertThrows(
            KeychainFailure.class, () -> SecretServiceKeychain.load("libkeyfob-no-such.so.0"));
    assertTrue(e.getMessage().startsWith("The library libkeyfob-no-such.so.0 is not installed"));
    assertTrue(e.advice().contains("apt install libsecret-1-0"), e.advice());
  }

  @Nested
  class Session {
    @Test
    void bus_isLookedForInTheEnvironment(@TempDir Path directory) throws IOException {
      DesktopSession runtime =
          new DesktopSession(
              Map.of("XDG_RUNTIME_DIR", directory.toString(), "DBUS_SESSION_BUS_ADDRESS", " "));
      assertThrows(KeychainFailure.class, runtime::requireBus);
      Files.createFile(directory.resolve("bus"));
      runtime.requireBus();

      new DesktopSession(Map.of("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")).requireBus();
      assertThrows(KeychainFailure.class, new DesktopSession(Map.of())::requireBus);
    }

    @Test
    void person_isAsked_onlyWhereAPromptWouldBeSeen() {
      assertTrue(new DesktopSession(Map.of("DISPLAY", ":0")).canAsk());
      assertTrue(new DesktopSession(Map.of("WAYLAND_DISPLAY", "wayland-0")).canAsk());
      assertFalse(new DesktopSession(Map.of()).canAsk());
      assertFalse(
          new DesktopSession(Map.of("DISPLAY", "localhost:10.0", "SSH_CONNECTION", "1 2 3 4"))
              .canAsk());
    }
  }

  @Nested
  class Errors {
    @Test
    void error_isAlwaysASentenceAndAdvice() {
      assertEquals(
          "No keychain service runs in this desktop session.",
          SecretServiceErrors.failure("g-dbus-error-quark", 2).getMessage());
      assertEquals(
          "The system's keychain is locked.",
          SecretServiceErrors.failure("secret-error", 2).getMessage());
      KeychainFailure unknown = SecretServiceErrors.failure("g-dbus-error-quark", 9);
      assertEquals(
          "The system's keychain has failed (g-dbus-error-quark 9).", unknown.getMessage());
      assertFalse(unknown.advice().isEmpty());
    }
  }
}
