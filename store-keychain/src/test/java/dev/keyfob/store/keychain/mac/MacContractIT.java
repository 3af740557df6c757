package dev.keyfob.store.keychain.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.testkit.CredentialStoreContract;
import dev.keyfob.store.keychain.Opened;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store contract against the macOS keychain. Run by {@code .github/workflows/keychain.yml}, not
 * here, and on nobody's own machine: it makes a keychain of its own the user's default.
 */
@EnabledIfEnvironmentVariable(named = "CI", matches = "true")
class MacContractIT extends CredentialStoreContract {
  @TempDir Path directory;

  @BeforeEach
  void makeKeychain() {
    security("create-keychain", "-p", "password", keychain());
    security("default-keychain", "-s", keychain());
    security("list-keychains", "-s", keychain());
    security("unlock-keychain", "-p", "password", keychain());
  }

  @AfterEach
  void removeKeychain() {
    security("delete-keychain", keychain());
  }

  @Override
  protected CredentialStore open() {
    return Opened.store(System.getenv(), directory);
  }

  @Override
  protected void damage(AccountKey key) {
    security(
        "add-generic-password",
        "-U",
        "-A",
        "-s",
        "keyfob: " + key.profile(),
        "-a",
        key.account(),
        "-w",
        "{\"api_key\":\"can");
  }

  private String keychain() {
    return directory.resolve("test.keychain-db").toString();
  }

  private static void security(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "security";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor(), arguments[0]);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
