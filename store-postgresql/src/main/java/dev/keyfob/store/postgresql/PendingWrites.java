package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Renewed sessions that the server could not be given: its predecessor is spent, so each is kept in
 * a file, sealed as it would be on the server, until the server has it.
 *
 * @param fleet the server
 * @param files where they are kept
 */
record PendingWrites(Fleet fleet, LocalFiles files) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration LATER = Duration.ofSeconds(2);

  /** A write that is to be done; the sealed document is that of {@code version + 1}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pending(
      byte[] sealed, long version, String holder, @Nullable OffsetDateTime startedAt) {}

  /** How a write has ended. */
  enum Outcome {
    WRITTEN,
    /** Another machine has stored a later session, or logged out. */
    SUPERSEDED,
    NOT_YET
  }

  /**
   * Keeps a write, and tries again for some seconds; where it cannot be kept, for as long as nobody
   * else may spend what it replaces.
   *
   * @throws AuthException if it could neither be written nor kept
   */
  Outcome keepTrying(AccountKey key, byte[] sealed, Lease lease) {
    Pending pending = new Pending(sealed, lease.version(), lease.holder(), lease.startedAt());
    AuthException notKept = keep(key, pending);
    Duration patience = notKept == null ? PATIENCE : lease.remaining().orElse(PATIENCE);
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(PAUSE.toNanos());
      Outcome outcome = attempt(key, pending);
      if (outcome != Outcome.NOT_YET) {
        return outcome;
      }
    }
    if (notKept != null) {
      throw notKept;
    }
    Thread.ofPlatform().daemon().name("keyfob-pending-write").start(() -> finishSometime(key));
    return Outcome.NOT_YET;
  }

  /** Why it could not be kept; null if it was. */
  private @Nullable AuthException keep(AccountKey key, Pending pending) {
    try {
      files.write(key, json(pending));
      return null;
    } catch (AuthException e) {
      return e;
    }
  }

  /** For as long as the program runs; the next program goes on with it. */
  private void finishSometime(AccountKey key) {
    while (files.exists(key)) {
      LockSupport.parkNanos(LATER.toNanos());
      try {
        finish(key);
      } catch (AuthException e) {
        // it stays where it is
      }
    }
  }

  /**
   * Does what an earlier process could not.
   *
   * @return the document, if the server does not have it yet; empty if there is nothing to do
   * @throws AuthException.StoreCorrupt if what was kept is damaged
   */
  Optional<CredentialDocument> finish(AccountKey key) {
    Pending pending = files.exists(key) ? read(key) : null;
    if (pending == null) {
      return Optional.empty();
    }
    return switch (attempt(key, pending)) {
      case WRITTEN -> Optional.empty();
      case SUPERSEDED -> {
        tellThatItIsNotUsed(key);
        yield Optional.empty();
      }
      // The document is good all the same.
      case NOT_YET ->
          Optional.of(fleet.envelope().open(pending.sealed(), key, pending.version() + 1));
    };
  }

  private Outcome attempt(AccountKey key, Pending pending) {
    try {
      Outcome outcome = Outcome.WRITTEN;
      if (!fleet
          .table()
          .write(key, pending.sealed(), pending.version(), pending.holder(), pending.startedAt())) {
        long version = fleet.table().version(key).orElse(Long.MAX_VALUE);
        outcome = version > pending.version() ? Outcome.SUPERSEDED : Outcome.NOT_YET;
      }
      if (outcome != Outcome.NOT_YET) {
        files.remove(key);
      }
      return outcome;
    } catch (Database.Away e) {
      return Outcome.NOT_YET;
    }
  }

  private void tellThatItIsNotUsed(AccountKey key) {
    files
        .notices()
        .warn(
            "A session of "
                + key
                + " that was renewed while the server was away is not used: another machine has"
                + " stored a later one, or logged out.");
  }

  private @Nullable Pending read(AccountKey key) {
    JsonObject content = files.read(key).orElse(null);
    if (content == null) {
      if (files.exists(key)) {
        throw damaged(key, null);
      }
      return null; // another process of this machine has just finished
    }
    JsonFields fields = JsonFields.of(content, problem -> damaged(key, null));
    try {
      return new Pending(
          Base64.getDecoder().decode(fields.text("sealed").orElse("")),
          Long.parseLong(fields.text("version").orElse("0")),
          fields.text("holder").orElse(""),
          fields.text("started_at").map(OffsetDateTime::parse).orElse(null));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw damaged(key, e);
    }
  }

  private AuthException damaged(AccountKey key, @Nullable Exception cause) {
    return new AuthException.StoreCorrupt(
        "The file "
            + files.file(key)
            + " is damaged: it held a session of "
            + key
            + " that the server has not got.",
        "rm " + files.file(key),
        cause);
  }

  private static JsonObject json(Pending pending) {
    JsonObjectBuilder content =
        JsonText.PROVIDER
            .createObjectBuilder()
            .add("version", Long.toString(pending.version()))
            .add("holder", pending.holder())
            .add("sealed", Base64.getEncoder().encodeToString(pending.sealed()));
    if (pending.startedAt() != null) {
      content.add("started_at", pending.startedAt().toString());
    }
    return content.build();
  }
}
