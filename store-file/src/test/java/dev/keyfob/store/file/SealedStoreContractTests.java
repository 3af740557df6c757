package dev.keyfob.store.file;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.testkit.CredentialStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SealedStoreContractTests extends CredentialStoreContract {
  @TempDir Path directory;

  @Override
  protected CredentialStore open() {
    return home().store();
  }

  @Override
  protected void damage(AccountKey key) {
    byte[] content = Home.read(home().file(key));
    assertTrue(SealHeader.startsWith(content));
    content[content.length - 1] ^= 1;
    home().write(key, content);
  }

  private Home home() {
    return new Home(directory).with("KEYFOB_PASSPHRASE", "correct horse battery");
  }
}
