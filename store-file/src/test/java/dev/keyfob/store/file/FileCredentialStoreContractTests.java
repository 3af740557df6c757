package dev.keyfob.store.file;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.testkit.CredentialStoreContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileCredentialStoreContractTests extends CredentialStoreContract {
  @TempDir Path directory;

  @Override
  protected CredentialStore open() {
    return new Home(directory).store();
  }

  @Override
  protected void damage(AccountKey key) {
    new Home(directory).write(key, "{\"api_key\":\"can".getBytes(StandardCharsets.UTF_8));
  }
}
