package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens of this machine, so that one that is fresh costs no look at the server. Of an
 * account that has anything but a session nothing is kept, and of a session neither the refresh
 * token nor the ID token.
 */
final class TokenCache {
  /** How long a logout elsewhere may go unnoticed, in seconds; 0 keeps nothing. */
  static final String VARIABLE = "KEYFOB_POSTGRESQL_CACHE";

  /** For how long a token is used without the server's word while the server is away. */
  static final Duration MAX_UNCONFIRMED = Duration.ofMinutes(10);

  private static final Duration DEFAULT = Duration.ofSeconds(60);
  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final String SESSION = "oauth";
  private static final List<String> KEPT =
      List.of(
          "access_token", "issued_at", "expires_at", "scope", "token_type", "issuer", "client_id");

  private final LocalFiles files;
  private final Clock clock;
  private final Duration age;

  TokenCache(LocalFiles files, Clock clock, Duration age) {
    this.files = files;
    this.clock = clock;
    this.age = age;
  }

  static TokenCache of(StoreContext context, ServerAddress server, Clock clock) {
    return new TokenCache(
        LocalFiles.of(context.directories().state(), server, ".json", context.notices()),
        clock,
        age(context));
  }

  private static Duration age(StoreContext context) {
    String given = context.environment().getOrDefault(VARIABLE, "").strip();
    if (given.isEmpty()) {
      return DEFAULT;
    }
    try {
      long seconds = Long.parseLong(given);
      if (seconds >= 0 && seconds <= MAX_UNCONFIRMED.toSeconds()) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw AuthException.usage(
        VARIABLE + " is not a number of seconds up to " + MAX_UNCONFIRMED.toSeconds() + ".",
        "unset " + VARIABLE);
  }

  /**
   * What is kept of an account.
   *
   * @param document an access token
   * @param version the row's when it was read
   * @param confirmed when the server has last said so
   * @param asked when it was last asked
   */
  record Entry(CredentialDocument document, long version, Instant confirmed, Instant asked) {}

  Optional<Entry> read(AccountKey key) {
    if (age.isZero()) {
      return Optional.empty();
    }
    JsonObject content = files.read(key).orElse(null);
    if (content == null
        || !(content.get("document") instanceof JsonObject document)
        || !(content.get("version") instanceof JsonNumber version)
        || !(content.get("confirmed") instanceof JsonNumber confirmed)
        || !(content.get("asked") instanceof JsonNumber asked)) {
      return Optional.empty();
    }
    return Optional.of(
        new Entry(
            CredentialDocument.of(document),
            version.longValue(),
            Instant.ofEpochSecond(confirmed.longValue()),
            Instant.ofEpochSecond(asked.longValue())));
  }

  /**
   * Whether the entry may be used without asking. A server that has just not answered is not asked
   * again at once. A clock that was set back proves nothing.
   */
  boolean isRecent(Entry entry) {
    boolean unanswered = entry.asked().isAfter(entry.confirmed());
    return within(entry.confirmed(), age)
        || (unanswered && within(entry.asked(), RETRY) && mayStandIn(entry));
  }

  /** Whether the entry may be used when the server does not answer. */
  boolean mayStandIn(Entry entry) {
    return within(entry.confirmed(), MAX_UNCONFIRMED);
  }

  private boolean within(Instant time, Duration limit) {
    Duration past = Duration.between(time, clock.instant());
    return !past.isNegative() && past.compareTo(limit) < 0;
  }

  /** Keeps what the server has just said. What cannot be written is not kept. */
  void keep(AccountKey key, CredentialDocument document, long version) {
    if (age.isZero()) {
      return;
    }
    JsonObject part = part(document);
    if (part == null) {
      forget(key);
      return;
    }
    Instant now = clock.instant();
    boolean known =
        read(key)
            .filter(
                entry ->
                    entry.version() == version
                        && entry.document().json().equals(part)
                        && within(entry.confirmed(), age.dividedBy(4)))
            .isPresent();
    if (!known) {
      write(key, new Entry(CredentialDocument.of(part), version, now, now));
    }
  }

  /** The server was asked, and said that nothing has changed or nothing at all. */
  void asked(AccountKey key, Entry entry, boolean confirmed) {
    Instant now = clock.instant();
    write(
        key,
        new Entry(entry.document(), entry.version(), confirmed ? now : entry.confirmed(), now));
  }

  void forget(AccountKey key) {
    files.remove(key);
  }

  private void write(AccountKey key, Entry entry) {
    try {
      files.write(
          key,
          JsonText.PROVIDER
              .createObjectBuilder()
              .add("version", entry.version())
              .add("confirmed", entry.confirmed().getEpochSecond())
              .add("asked", entry.asked().getEpochSecond())
              .add("document", entry.document().json())
              .build());
    } catch (AuthException e) {
      files.notices().trace(() -> "the access token is not kept: " + e.getMessage());
    }
  }

  private static @Nullable JsonObject part(CredentialDocument document) {
    for (String type : document.json().keySet()) {
      if (!type.equals(SESSION)
          && !type.equals("user")
          && !type.equals("version")
          && !document.json().get(type).equals(JsonValue.NULL)) {
        return null;
      }
    }
    if (!(document.json().get(SESSION) instanceof JsonObject session)
        || !session.containsKey("access_token")
        || !session.containsKey("expires_at")) {
      return null;
    }
    JsonObjectBuilder kept = JsonText.PROVIDER.createObjectBuilder();
    for (String name : KEPT) {
      if (session.containsKey(name)) {
        kept.add(name, session.get(name));
      }
    }
    return JsonText.PROVIDER.createObjectBuilder().add(SESSION, kept).build();
  }
}
