package dev.keyfob.store.keychain.windows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.Notices;
import dev.keyfob.store.keychain.access.KeychainFailure;
import dev.keyfob.store.keychain.access.KeychainItem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowsVaultTests {
  private static final KeychainItem SLOT = new KeychainItem("keyfob", "acme", "default");
  private static final byte[] TEXT = "{\"api_key\":\"k1\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  private WindowsVault vault(int user) {
    return new WindowsVault(
        directory.resolve("vault"), new FakeProtection((byte) user), Notices.NONE);
  }

  @Test
  void text_isFound_untilDeleted() {
    WindowsVault vault = vault(1);
    assertEquals(Optional.empty(), vault.find(SLOT));
    vault.requireWritable(SLOT);
    vault.put(SLOT, "old".getBytes(StandardCharsets.UTF_8));
    vault.put(SLOT, TEXT);
    assertArrayEquals(TEXT, vault.find(SLOT).orElseThrow());
    assertTrue(vault.delete(SLOT));
    assertFalse(vault.delete(SLOT));
    assertEquals(Optional.empty(), vault.find(SLOT));
  }

  @Test
  void file_doesNotHoldTheText() throws IOException {
    vault(1).put(SLOT, TEXT);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertTrue(content.startsWith("keyfob-vault-1\ndefault\n"), content);
        assertFalse(content.contains("api_key"), content);
      }
    }
  }

  @Test
  void text_ofAnotherUser_isGivenSealed_toBeSeenAsDamaged() {
    vault(1).put(SLOT, TEXT);
    String found = new String(vault(2).find(SLOT).orElseThrow(), StandardCharsets.ISO_8859_1);
    assertTrue(found.startsWith("keyfob-vault-1\n"), found);
  }

  @Test
  void file_copiedOntoAnotherAccounts_isNotOpened() throws IOException {
    KeychainItem other = new KeychainItem("keyfob", "acme", "other");
    WindowsVault vault = vault(1);
    vault.put(SLOT, TEXT);
    vault.put(other, "other".getBytes(StandardCharsets.UTF_8));
    Path folder = directory.resolve("vault/keyfob/acme");
    Files.write(folder.resolve("other.vault"), Files.readAllBytes(folder.resolve("default.vault")));
    assertFalse(Arrays.equals(TEXT, vault.find(other).orElseThrow()));
  }

  @Test
  void accounts_haveTheirNames_howeverOdd() {
    WindowsVault vault = vault(1);
    assertEquals(List.of(), vault.accounts("keyfob", "acme"));
    Set<String> names = Set.of("default", "Default", "..", "a/b", "con", "ü".repeat(200));
    for (String name : names) {
      vault.put(new KeychainItem("keyfob", "acme", name), TEXT);
    }
    vault.put(new KeychainItem("keyfob", "other", "elsewhere"), TEXT);
    vault.put(new KeychainItem("keyfob-damaged", "acme", "damaged"), TEXT);
    assertEquals(new TreeSet<>(names), new TreeSet<>(vault.accounts("keyfob", "acme")));
    for (String name : names) {
      assertArrayEquals(TEXT, vault.find(new KeychainItem("keyfob", "acme", name)).orElseThrow());
    }
  }

  @Test
  void probe_fails_whereTheSystemRefuses() {
    KeychainFailure refusal = new KeychainFailure("Windows refuses.", "log in");
    WindowsVault vault =
        new WindowsVault(
            directory,
            new DataProtection() {
              @Override
              public byte[] seal(byte[] text, byte[] purpose) {
                throw refusal;
              }

              @Override
              public Optional<byte[]> open(byte[] sealed, byte[] purpose) {
                throw refusal;
              }
            },
            Notices.NONE);
    assertThrows(KeychainFailure.class, vault::probe);
  }
}
