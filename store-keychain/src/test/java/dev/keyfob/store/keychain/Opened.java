package dev.keyfob.store.keychain;

import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.RecordingNotices;
import dev.keyfob.auth.testkit.TestProfiles;
import java.nio.file.Path;
import java.util.Map;

/** The store of this operating system, as a command opens it. */
public final class Opened {
  private Opened() {}

  /**
   * Opens the store with nobody to ask.
   *
   * @param environment the environment variables
   * @param directory where files would go
   */
  public static CredentialStore store(Map<String, String> environment, Path directory) {
    return new KeychainStoreFactory()
        .open(context(environment, directory, FakeInteraction.script()));
  }

  /** What a command works with. */
  public static StoreContext context(
      Map<String, String> environment, Path directory, FakeInteraction interaction) {
    return StoreContext.builder(
            TestProfiles.acme("{}"),
            new KeyfobDirectories(directory, directory, directory),
            interaction)
        .environment(environment)
        .notices(new RecordingNotices())
        .build();
  }
}
