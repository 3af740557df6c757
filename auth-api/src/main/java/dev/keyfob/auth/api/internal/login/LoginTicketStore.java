package dev.keyfob.auth.api.internal.login;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.OwnerOnly;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Logins that have been started and not finished, one file each, open to their owner only. Safe for
 * use by many threads; who changes a ticket holds its lock.
 */
public final class LoginTicketStore {
  private static final int ID_BYTES = 16;
  private static final String SUFFIX = ".json";

  private final Path directory;
  private final Notices notices;

  /**
   * Keeps tickets in a directory.
   *
   * @param directory made when the first ticket is written
   */
  public LoginTicketStore(Path directory, Notices notices) {
    this.directory = directory;
    this.notices = notices;
  }

  /**
   * What is remembered of a login.
   *
   * @param key whose credential it will be
   * @param type the credential's type
   * @param store the store it will go to
   * @param verify whether the service is asked before it is kept
   * @param expiresAt when it can no longer be finished
   * @param state the provider's
   */
  public record Ticket(
      AccountKey key,
      String type,
      String store,
      boolean verify,
      Instant expiresAt,
      JsonObject state) {
    Ticket with(JsonObject newState) {
      return new Ticket(key, type, store, verify, expiresAt, newState);
    }

    /** Hides the state. */
    @Override
    public String toString() {
      return "Ticket[" + key + "]";
    }
  }

  /** An id that nobody can guess. */
  String newId() {
    byte[] random = new byte[ID_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Writes a ticket. */
  void put(String id, Ticket ticket) {
    OwnerOnly.ensureDirectory(directory, notices);
    AtomicFile.write(file(id), JsonText.pretty(json(ticket)).getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a ticket; empty if there is none of that id, or nothing that could be an id. */
  public Optional<Ticket> find(String id) {
    if (!isId(id)) {
      return Optional.empty();
    }
    Path file = file(id);
    if (!OwnerOnly.requireFile(file, notices)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ticket(file, JsonText.parseObject(Files.readAllBytes(file))));
    } catch (IOException e) {
      throw new AuthException.StoreUnavailable(
          "Cannot read " + file + ": " + FileFailure.reason(e) + ".", "ls -ld " + file, e);
    } catch (JsonException e) {
      throw corrupt(file, "it is not a JSON object");
    }
  }

  /**
   * Locks a ticket. Its lock file goes when the ticket has gone: an id never comes back, so that
   * nobody who waits for a lock file that is removed has missed anything.
   */
  AccountLock lock(String id, AccountLocks locks, Duration limit) {
    AccountLock lock = locks.acquireFor(file(id), limit);
    return () -> {
      if (!Files.exists(file(id))) {
        delete(id);
      }
      lock.close();
    };
  }

  /** Removes a ticket, if it is there. */
  void delete(String id) {
    try {
      Files.deleteIfExists(file(id));
      Files.deleteIfExists(directory.resolve("." + id + SUFFIX + ".lock"));
    } catch (IOException e) {
      notices.warn("The used ticket " + file(id) + " could not be removed.");
    }
  }

  /** Removes what nobody can use any more. */
  void sweep(Instant now) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String id = name.substring(0, name.length() - SUFFIX.length());
        if (isId(id) && expired(id, now)) {
          delete(id);
        }
      }
    } catch (IOException e) {
      notices.trace(() -> "old tickets not removed: " + FileFailure.reason(e));
    }
  }

  private boolean expired(String id, Instant now) {
    try {
      return find(id).map(ticket -> !now.isBefore(ticket.expiresAt())).orElse(false);
    } catch (AuthException e) {
      return false; // it is somebody's who will be told when they use it
    }
  }

  /** Nothing that is not an id becomes part of a path. */
  private static boolean isId(String text) {
    return text.length() == 2 * ID_BYTES
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  private Path file(String id) {
    return directory.resolve(id + SUFFIX);
  }

  private static JsonObject json(Ticket ticket) {
    return JsonText.PROVIDER
        .createObjectBuilder()
        .add("profile", ticket.key().profile())
        .add("account", ticket.key().account())
        .add("type", ticket.type())
        .add("store", ticket.store())
        .add("verify", ticket.verify())
        .add("expires_at", ticket.expiresAt().toString())
        .add("state", ticket.state())
        .build();
  }

  private static Ticket ticket(Path file, JsonObject json) {
    JsonFields fields = JsonFields.of(json, problem -> corrupt(file, problem));
    return new Ticket(
        new AccountKey(required(file, fields, "profile"), required(file, fields, "account")),
        required(file, fields, "type"),
        required(file, fields, "store"),
        json.getBoolean("verify", true),
        fields.instant("expires_at").orElseThrow(() -> corrupt(file, "expires_at is missing")),
        fields.object("state").orElseThrow(() -> corrupt(file, "state is missing")).object());
  }

  private static String required(Path file, JsonFields fields, String name) {
    return fields.text(name).orElseThrow(() -> corrupt(file, name + " is missing"));
  }

  private static AuthException corrupt(Path file, String problem) {
    return new AuthException.StoreCorrupt(
        "The ticket " + file + " is damaged: " + problem + ".", "rm " + file, null);
  }
}
