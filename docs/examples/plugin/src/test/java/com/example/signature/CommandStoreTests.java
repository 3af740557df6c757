package com.example.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.testkit.CredentialStoreContract;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.RecordingNotices;
import dev.keyfob.auth.testkit.TestProfiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** keyfob's contract for stores, with a script that keeps files, and what is particular here. */
class CommandStoreTests extends CredentialStoreContract {
  @TempDir Path folder;

  @BeforeEach
  void writeScript() throws IOException {
    try (InputStream script = CommandStoreTests.class.getResourceAsStream("keep-files.sh")) {
      Files.copy(Objects.requireNonNull(script), folder.resolve("keep-files.sh"));
    }
  }

  @Override
  protected CredentialStore open() {
    return store("'sh','" + folder.resolve("keep-files.sh") + "'");
  }

  @Override
  protected void damage(AccountKey key) {
    Command script =
        new Command(List.of("sh", folder.resolve("keep-files.sh").toString()), environment());
    script.run("{\"api_key\":\"can".getBytes(StandardCharsets.UTF_8), "put", "acme", "default");
  }

  @Override
  protected int writes() {
    return 10; // each is a process
  }

  @Test
  void availability_profileWithoutCommand_saysWhatToAdd() {
    assertEquals(
        "The profile names no credentialCommand.", store("").availability().reason().orElseThrow());
  }

  @Test
  void find_commandThatFails_isUnavailableAndNotAbsent() {
    AuthException e =
        assertThrows(
            AuthException.StoreUnavailable.class,
            () ->
                store("'sh','-c','echo secret-in-error >&2; exit 7'").find(AccountKey.of("acme")));

    assertFalse(e.toString().contains("secret-in-error"), e.toString());
  }

  @Test
  void put_commandThatDoesNotRead_isUnavailableIfItFails() {
    assertThrows(
        AuthException.StoreUnavailable.class,
        () ->
            store("'false'")
                .put(AccountKey.of("acme"), document("{'api_key':'" + "x".repeat(200_000) + "'}")));
  }

  private CredentialStore store(String command) {
    ServiceProfile profile = TestProfiles.acme("{'credentialCommand':[" + command + "]}");
    return new CommandStoreFactory()
        .open(
            new StoreContext(
                profile,
                KeyfobDirectories.of(Map.of("KEYFOB_HOME", folder.toString()), "Linux"),
                environment(),
                FakeInteraction.script(),
                new RecordingNotices()));
  }

  private Map<String, String> environment() {
    try {
      Path kept = Files.createDirectories(folder.resolve("kept"));
      return Map.of("PATH", "/usr/bin:/bin", "KEPT", kept.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
