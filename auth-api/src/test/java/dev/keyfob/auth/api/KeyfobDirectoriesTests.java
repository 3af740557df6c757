package dev.keyfob.auth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.spi.support.OwnerOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyfobDirectoriesTests {
  @Test
  void of_keyfobHome_movesEverything() {
    var directories = of(Map.of("KEYFOB_HOME", "/k", "XDG_DATA_HOME", "/x", "HOME", "/h"), "Linux");
    assertEquals(
        new KeyfobDirectories(Path.of("/k"), Path.of("/k"), Path.of("/k/state")), directories);
  }

  @Test
  void of_linux_followsTheXdgSpecification() {
    assertEquals(
        new KeyfobDirectories(
            Path.of("/c/keyfob"),
            Path.of("/h/.local/share/keyfob"),
            Path.of("/h/.local/state/keyfob")),
        of(Map.of("HOME", "/h", "XDG_CONFIG_HOME", "/c", "XDG_DATA_HOME", "relative"), "Linux"));
  }

  @Test
  void of_macOs_usesApplicationSupport() {
    assertEquals(
        Path.of("/Users/a/Library/Application Support/keyfob"),
        of(Map.of("HOME", "/Users/a"), "Mac OS X").data());
  }

  @Test
  void of_windows_usesRoamingAndLocalFolders() {
    var directories = of(Map.of("APPDATA", "/roaming", "LOCALAPPDATA", "/local"), "Windows 11");
    assertEquals(Path.of("/roaming/keyfob"), directories.config());
    assertEquals(Path.of("/local/keyfob"), directories.data());
  }

  @Test
  void of_noHomeAtAll_isAPlaceThatNobodyCanMakeAndThatSaysWhy() {
    KeyfobDirectories nowhere = of(Map.of("HOME", " "), "Linux");
    assertFalse(Files.exists(nowhere.data()));
    var failure =
        assertThrows(
            AuthException.StoreUnavailable.class,
            () -> OwnerOnly.ensureDirectory(nowhere.data(), Notices.NONE));
    assertTrue(failure.getMessage().contains("neither-KEYFOB_HOME-nor-HOME-is-set"));
  }

  private static KeyfobDirectories of(Map<String, String> environment, String os) {
    return KeyfobDirectories.of(environment, os);
  }
}
