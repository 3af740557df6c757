package dev.keyfob.store.keychain;

import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.store.keychain.access.BoundedKeychain;
import dev.keyfob.store.keychain.access.CallDeadline;
import dev.keyfob.store.keychain.access.Keychain;
import dev.keyfob.store.keychain.access.KeychainItem;
import dev.keyfob.store.keychain.foreign.WordLibrary;
import dev.keyfob.store.keychain.linux.DesktopSession;
import dev.keyfob.store.keychain.linux.SecretServiceKeychain;
import dev.keyfob.store.keychain.mac.MacKeychain;
import dev.keyfob.store.keychain.windows.Dpapi;
import dev.keyfob.store.keychain.windows.WindowsVault;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens the keychain of the operating system that this runs on; nothing of the others is loaded.
 */
public final class KeychainStoreFactory implements CredentialStoreFactory {
  private @Nullable WordLibrary libsecret;

  /** For the service loader. */
  public KeychainStoreFactory() {}

  @Override
  public String id() {
    return KeychainStore.ID;
  }

  @Override
  public CredentialStore open(StoreContext context) {
    return new KeychainStore(
        application(context.directories().data()), context.profile().name(), keychain(context));
  }

  /** The user's own home is the one that the user database names, whatever HOME says. */
  private static String application(Path data) {
    Path usual =
        KeyfobDirectories.of(
                Map.of("HOME", System.getProperty("user.home", "/")),
                System.getProperty("os.name", ""))
            .data();
    return KeychainItem.application(data, usual);
  }

  private Keychain keychain(StoreContext context) {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      return new WindowsVault(
          context.directories().data().resolve("vault"), new Dpapi(), context.notices());
    }
    if (os.startsWith("mac")) {
      return new BoundedKeychain(
          MacKeychain::new, context.interaction()::interactive, CallDeadline.Limits.STANDARD);
    }
    DesktopSession session = new DesktopSession(context.environment());
    return new BoundedKeychain(
        deadline ->
            new SecretServiceKeychain(
                session, this::libsecret, deadline, context.interaction()::show),
        () -> context.interaction().interactive() && session.canAsk(),
        CallDeadline.Limits.STANDARD);
  }

  /** Loaded once, because a library cannot be given back while its own threads run in it. */
  private synchronized WordLibrary libsecret() {
    WordLibrary known = libsecret;
    if (known == null) {
      known = SecretServiceKeychain.load(SecretServiceKeychain.LIBRARY);
      libsecret = known;
    }
    return known;
  }
}
