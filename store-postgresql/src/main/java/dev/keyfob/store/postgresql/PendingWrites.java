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

  /**
   * Keeps a write, and tries again for some seconds.
   *
   * @return whether the server has it now
   */
  boolean keepTrying(AccountKey key, byte[] sealed, Lease lease) {
    Pending pending = new Pending(sealed, lease.version(), lease.holder(), lease.startedAt());
    files.write(key, json(pending));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(PAUSE.toNanos());
      if (finish(key).isEmpty()) {
        return true;
      }
    }
    Thread.ofPlatform().daemon().name("keyfob-pending-write").start(() -> finishSometime(key));
    return false;
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
   */
  Optional<CredentialDocument> finish(AccountKey key) {
    Pending pending = files.exists(key) ? read(key) : null;
    if (pending == null) {
      return Optional.empty();
    }
    try {
      boolean written =
          fleet
              .table()
              .write(
                  key, pending.sealed(), pending.version(), pending.holder(), pending.startedAt());
      if (written || isSuperseded(key, pending)) {
        files.remove(key);
        return Optional.empty();
      }
    } catch (Database.Away e) {
      // the document is good all the same
    }
    return Optional.of(fleet.envelope().open(pending.sealed(), key, pending.version() + 1));
  }

  private boolean isSuperseded(AccountKey key, Pending pending) {
    boolean superseded =
        fleet.table().version(key).map(version -> version > pending.version()).orElse(true);
    if (superseded) {
      files
          .notices()
          .warn(
              "A session of "
                  + key
                  + " that was renewed while the server was away is not used: another machine has"
                  + " stored a later one, or logged out.");
    }
    return superseded;
  }

  private @Nullable Pending read(AccountKey key) {
    JsonObject content = files.read(key).orElse(null);
    if (content == null) {
      return null;
    }
    JsonFields fields =
        JsonFields.of(
            content,
            problem ->
                new AuthException.StoreCorrupt(
                    "The file " + files.file(key) + " is damaged: " + problem + ".",
                    "rm " + files.file(key),
                    null));
    return new Pending(
        Base64.getDecoder().decode(fields.text("sealed").orElse("")),
        Long.parseLong(fields.text("version").orElse("0")),
        fields.text("holder").orElse(""),
        fields.text("started_at").map(OffsetDateTime::parse).orElse(null));
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
