package dev.keyfob.store.file;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.api.spi.support.Passphrase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the sealed documents that this process has opened: each takes a second to derive, and
 * a renewal needs it four times. Safe for use by many threads, which wait for each other where a
 * person is asked.
 */
final class KeyCache {
  private static final int ATTEMPTS = 3;

  private final SealHeader.Cost cost;
  private final List<Argon2Key> keys = new ArrayList<>();
  private @Nullable Passphrase given;
  private @Nullable Secret typed;
  private @Nullable SecureRandom random;

  /**
   * Starts with no keys.
   *
   * @param cost what new passphrases are made to cost
   */
  KeyCache(SealHeader.Cost cost) {
    this.cost = cost;
  }

  /**
   * The key of a sealed document. May ask for the passphrase.
   *
   * @throws AuthException.StoreUnavailable if there is no passphrase, or none that fits
   */
  synchronized Argon2Key unlock(SealHeader header, Path file, StoreContext context) {
    for (Argon2Key key : keys) {
      if (key.opens(header)) {
        return key;
      }
    }
    Optional<Passphrase> configured = configured(context);
    if (configured.isPresent()) {
      Argon2Key key = tryKey(configured.get().value(), header);
      if (key == null) {
        throw wrong(
            "The passphrase in " + configured.get().source() + " does not open " + file,
            "export " + configured.get().source() + "=\"$PASSPHRASE\"");
      }
      return key;
    }
    return ask(header, file, context);
  }

  /** Whether the passphrase of the environment opens a document. */
  synchronized boolean opens(SealHeader header, StoreContext context) {
    return keys.stream().anyMatch(key -> key.opens(header))
        || configured(context).filter(given -> tryKey(given.value(), header) != null).isPresent();
  }

  private Argon2Key ask(SealHeader header, Path file, StoreContext context) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      boolean remembered = typed != null;
      Argon2Key key = tryKey(passphrase(file, context), header);
      if (key != null) {
        return key;
      }
      typed = null;
      if (!remembered) {
        context.interaction().show("That passphrase does not open the credentials.");
      }
    }
    throw wrong("None of the passphrases opens " + file, "keyfob doctor");
  }

  /**
   * A passphrase to seal with: from the environment, or the one typed last, or asked for.
   *
   * @throws AuthException.StoreUnavailable if there is none
   */
  synchronized Secret passphrase(Path file, StoreContext context) {
    Optional<Passphrase> configured = configured(context);
    if (configured.isPresent()) {
      return configured.get().value();
    }
    Secret known = typed;
    if (known != null) {
      return known;
    }
    if (!context.interaction().interactive()) {
      throw new AuthException.StoreUnavailable(
          "The credential file " + file + " is sealed, and no passphrase is at hand.",
          "export KEYFOB_PASSPHRASE_FILE=\"$FILE\"",
          null);
    }
    Secret answer =
        context
            .interaction()
            .askSecret("Passphrase for the credentials of " + context.profile().displayName())
            .orElseThrow(() -> new AuthException.Cancelled("No passphrase was given."));
    typed = answer;
    return answer;
  }

  /** A key for documents that were not sealed before, or under another passphrase. */
  synchronized Argon2Key create(Secret passphrase) {
    return keep(Argon2Key.derive(passphrase, cost, random(SealHeader.SALT_BYTES)));
  }

  /** The passphrase in the environment, read once: it may come out of a pipe. */
  synchronized Optional<Passphrase> configured(StoreContext context) {
    Passphrase known = given;
    if (known == null) {
      known = Passphrase.from(context.environment(), Passphrase.VARIABLE).orElse(null);
      given = known;
    }
    return Optional.ofNullable(known);
  }

  /** 96 bits of chance for every write: a counter could start again after a restored backup. */
  byte[] nonce() {
    return random(SealHeader.NONCE_BYTES);
  }

  private synchronized byte[] random(int length) {
    SecureRandom source = random;
    if (source == null) {
      source = new SecureRandom();
      random = source;
    }
    byte[] bytes = new byte[length];
    source.nextBytes(bytes);
    return bytes;
  }

  private @Nullable Argon2Key tryKey(Secret passphrase, SealHeader header) {
    Argon2Key key = Argon2Key.derive(passphrase, header.cost(), header.salt());
    if (key.opens(header)) {
      return keep(key);
    }
    key.close();
    return null;
  }

  private Argon2Key keep(Argon2Key key) {
    keys.add(key);
    return key;
  }

  private static AuthException wrong(String what, String hint) {
    return new AuthException.StoreUnavailable(
        what + ", or the beginning of the file is damaged.", hint, null);
  }

  /** Forgets everything; what is needed again is asked for again. */
  synchronized void erase() {
    keys.forEach(Argon2Key::close);
    keys.clear();
    given = null;
    typed = null;
  }
}
