import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.store.keychain.KeychainStoreFactory;
import org.jspecify.annotations.NullMarked;

/**
 * The operating system's keychain as a store: the Secret Service on Linux, the keychain on macOS,
 * files sealed by DPAPI on Windows. Needs {@code --enable-native-access=dev.keyfob.store.keychain}.
 */
@NullMarked
module dev.keyfob.store.keychain {
  requires dev.keyfob.auth.api;

  provides CredentialStoreFactory with
      KeychainStoreFactory;
}
