package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import java.util.List;
import java.util.ServiceLoader;

/** The stores by id. Safe for use by many threads. */
public final class Stores {
  private final Extensions<CredentialStoreFactory> extensions;

  public Stores(PluginLayers plugins, Notices notices) {
    extensions =
        new Extensions<>(
            CredentialStoreFactory.class,
            ServiceLoader.load(
                CredentialStoreFactory.class, CredentialStoreFactory.class.getClassLoader()),
            CredentialStoreFactory::id,
            plugins,
            notices);
  }

  /**
   * The store of an id.
   *
   * @throws AuthException.Misconfigured if there is none
   */
  public CredentialStoreFactory get(String id) {
    return extensions
        .find(id)
        .orElseThrow(
            () ->
                new AuthException.Misconfigured(
                    ErrorCode.USAGE,
                    "There is no store named " + id + ".",
                    "keyfob plugins",
                    null));
  }

  /** Every store. */
  public List<CredentialStoreFactory> all() {
    return extensions.all();
  }
}
