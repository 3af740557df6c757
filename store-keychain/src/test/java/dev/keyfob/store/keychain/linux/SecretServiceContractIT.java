package dev.keyfob.store.keychain.linux;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.testkit.CredentialStoreContract;
import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.auth.testkit.PrivateSession;
import dev.keyfob.store.keychain.Opened;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The store contract against GNOME Keyring, in this process. */
@NeedsTool({"session-bus", "secret-service", "libsecret"})
class SecretServiceContractIT extends CredentialStoreContract {
  private static PrivateSession session;

  @BeforeAll
  static void startSession() throws IOException {
    session = PrivateSession.unlocked();
    NativeEnvironment.set(session.environment());
  }

  @AfterAll
  static void stopSession() throws IOException {
    session.close();
  }

  @BeforeEach
  void storeNothing() throws IOException {
    session.run("secret-tool", "clear", "application", application());
    session.run("secret-tool", "clear", "application", application() + "-damaged");
  }

  @Override
  protected CredentialStore open() {
    return Opened.store(session.environment(), session.directory());
  }

  @Override
  protected void damage(AccountKey key) {
    session.pipe(
        "{\"api_key\":\"can",
        "secret-tool",
        "store",
        "--label=damaged",
        "application",
        application(),
        "profile",
        key.profile(),
        "account",
        key.account(),
        "xdg:schema",
        "dev.keyfob.Credential");
  }

  /** Of a home that is not the user's own. */
  private static String application() {
    return "keyfob in " + session.directory();
  }
}
