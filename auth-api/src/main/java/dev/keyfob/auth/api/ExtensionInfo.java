package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.util.Locale;
import java.util.Optional;

/**
 * A provider or a store that keyfob has found, or something in their place that cannot be used.
 *
 * @param id the credential type or the store's id; empty if it could not be found out
 * @param kind which of the two; empty if it could not be found out
 * @param source where it is: the path of a jar in the plugin folder, a module's name, or {@code
 *     program} for one that the embedding program has brought
 * @param builtIn whether it is one of keyfob's own
 * @param version its module's or jar's version; empty if that does not say
 * @param problem why it is not used, as a phrase for people; empty if it is used
 */
@Stable
public record ExtensionInfo(
    Optional<String> id,
    Optional<Kind> kind,
    String source,
    boolean builtIn,
    Optional<String> version,
    Optional<String> problem) {
  /** The source of what the embedding program has brought. */
  public static final String PROGRAM = "program";

  /** What a plugin can be. */
  public enum Kind {
    /** Knows a type of credential. */
    PROVIDER,
    /** Keeps credentials. */
    STORE;

    /**
     * The kind as printed.
     *
     * @return the name in lower case
     */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
