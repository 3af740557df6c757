package dev.keyfob.store.keychain;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.testkit.CredentialStoreContract;
import dev.keyfob.store.keychain.windows.FakeProtection;
import dev.keyfob.store.keychain.windows.WindowsContractIT;
import dev.keyfob.store.keychain.windows.WindowsVault;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The store contract on all of the Windows store but the two calls that seal and open. */
class WindowsVaultContractTests extends CredentialStoreContract {
  @TempDir Path directory;

  @Override
  protected CredentialStore open() {
    return new KeychainStore(
        "acme",
        new WindowsVault(directory.resolve("vault"), new FakeProtection((byte) 1), Notices.NONE));
  }

  @Override
  protected void damage(AccountKey key) {
    WindowsContractIT.damage(directory, key);
  }
}
