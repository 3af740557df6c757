package dev.keyfob.store.keychain.windows;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.support.SafeFileName;
import dev.keyfob.auth.testkit.CredentialStoreContract;
import dev.keyfob.store.keychain.Opened;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.io.TempDir;

/** The store contract against DPAPI. Run by {@code .github/workflows/keychain.yml}, not here. */
public class WindowsContractIT extends CredentialStoreContract {
  @TempDir Path directory;

  @Override
  protected CredentialStore open() {
    return Opened.store(System.getenv(), directory);
  }

  @Override
  protected void damage(AccountKey key) {
    damage(directory, key);
  }

  /** Makes a file one that cannot be opened. */
  public static void damage(Path directory, AccountKey key) {
    Path file =
        directory
            .resolve("vault/keyfob")
            .resolve(SafeFileName.of(key.profile()))
            .resolve(SafeFileName.of(key.account()) + ".vault");
    try {
      Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
