package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ExtensionInfo;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The stores by id. Any of them may be missing. Safe for use by many threads. */
public final class Stores {
  private final Extensions<CredentialStoreFactory> extensions;
  private final Optional<String> chosen;
  private final Set<CredentialStoreFactory> used = ConcurrentHashMap.newKeySet();

  /**
   * Looks for stores.
   *
   * @param given those of the embedding program, which win over all others
   * @param folder where more may be
   * @param notices hears of those that cannot be used
   */
  public Stores(List<CredentialStoreFactory> given, PluginFolder folder, Notices notices) {
    this(
        given,
        given.isEmpty() ? Optional.empty() : Optional.of(given.getFirst().id()),
        folder,
        notices);
  }

  /**
   * Looks for stores, of which the embedding program prefers this one or none.
   *
   * @param chosen the id of the preferred one
   */
  public Stores(
      List<CredentialStoreFactory> given,
      Optional<String> chosen,
      PluginFolder folder,
      Notices notices) {
    extensions =
        new Extensions<>(ExtensionPoint.STORES, given, folder, PluginJar.Contents::stores, notices);
    this.chosen = chosen;
  }

  /**
   * The store of an id.
   *
   * @throws AuthException.Misconfigured if there is none
   */
  public CredentialStoreFactory get(String id) {
    return find(id)
        .orElseThrow(
            () ->
                new AuthException.Misconfigured(
                    ErrorCode.USAGE,
                    "There is no store named " + id + ".",
                    "keyfob plugins",
                    null));
  }

  /** The store of an id; empty if there is none. */
  public Optional<CredentialStoreFactory> find(String id) {
    Optional<CredentialStoreFactory> found = extensions.find(id);
    found.ifPresent(used::add);
    return found;
  }

  /** Has the stores that were asked for erase what they keep in memory. */
  public void forget() {
    used.forEach(CredentialStoreFactory::forget);
  }

  /** The id of the store that the embedding program prefers. */
  public Optional<String> chosen() {
    return chosen;
  }

  /** Every store. Waits for the plugin folder. */
  public List<CredentialStoreFactory> all() {
    return extensions.all();
  }

  /** What there is to tell about every store. Waits for the plugin folder. */
  public List<ExtensionInfo> reports() {
    return extensions.reports();
  }
}
