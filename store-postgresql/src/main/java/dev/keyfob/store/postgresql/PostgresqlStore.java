package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.SharedStore;
import dev.keyfob.auth.api.spi.StoreContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Documents in a database that many machines share. Each machine keeps its access tokens beside it,
 * and what the server could not be given.
 */
final class PostgresqlStore implements SharedStore {
  private static final int MAX_COLLISIONS = 20;

  private final StoreContext context;
  private final BiFunction<ServerAddress, StoreContext, Fleet> fleets;
  private final Clock clock;
  private @Nullable ServerAddress server;

  PostgresqlStore(StoreContext context, BiFunction<ServerAddress, StoreContext, Fleet> fleets) {
    this(context, fleets, Clock.systemUTC());
  }

  PostgresqlStore(
      StoreContext context, BiFunction<ServerAddress, StoreContext, Fleet> fleets, Clock clock) {
    this.context = context;
    this.fleets = fleets;
    this.clock = clock;
  }

  @Override
  public String id() {
    return PostgresqlStoreFactory.ID;
  }

  @Override
  public Availability availability() {
    try {
      fleet().envelope();
      fleet().reach(() -> fleet().table().read(AccountKey.of(context.profile().name())));
      return Availability.YES;
    } catch (AuthException e) {
      return Availability.no(e.getMessage(), e.hint().orElse("keyfob doctor"));
    }
  }

  @Override
  public Optional<CredentialDocument> find(AccountKey key) {
    Optional<CredentialDocument> pending = pending().finish(key);
    return pending.isPresent() ? pending : fleet().reach(() -> read(key));
  }

  private Optional<CredentialDocument> read(AccountKey key) {
    Lease lease = fleet().leases().get(key);
    SessionRow row = lease == null ? null : lease.takeRow();
    if (row == null) {
      row = fleet().table().read(key).orElse(null);
    }
    if (row == null || row.sealed() == null) {
      cache().forget(key);
      return Optional.empty();
    }
    CredentialDocument document = fleet().envelope().open(row.sealed(), key, row.version());
    keep(key, document, row.version());
    return Optional.of(document);
  }

  private void keep(AccountKey key, CredentialDocument document, long version) {
    fleet().versions().put(key, version);
    cache().keep(key, document, version);
  }

  /**
   * The access token of this machine. When that is older than the time in which a logout is to be
   * noticed, one look at the row's version tells whether it still counts; while the server is away
   * it counts for some minutes.
   */
  @Override
  public Optional<CredentialDocument> recent(AccountKey key) {
    TokenCache cache = cache();
    TokenCache.Entry entry = cache.read(key).orElse(null);
    if (entry == null || pendingFiles().exists(key)) {
      return Optional.empty();
    }
    if (cache.isRecent(entry)) {
      return Optional.of(entry.document());
    }
    try {
      if (fleet().table().version(key).filter(now -> now == entry.version()).isEmpty()) {
        cache.forget(key);
        return Optional.empty();
      }
      fleet().versions().put(key, entry.version());
      cache.asked(key, entry, true);
      return Optional.of(entry.document());
    } catch (Database.Away e) {
      if (!cache.mayStandIn(entry)) {
        return Optional.empty();
      }
      cache.asked(key, entry, false);
      context
          .notices()
          .trace(() -> "the server does not answer; the token of this machine is used");
      return Optional.of(entry.document());
    }
  }

  @Override
  public void watch(Consumer<AccountKey> changed) {
    fleet()
        .listener()
        .add(
            key -> {
              cache().forget(key);
              changed.accept(key);
            });
  }

  @Override
  public void put(AccountKey key, CredentialDocument document) {
    fleet()
        .reach(
            () -> {
              for (int i = 0; i < MAX_COLLISIONS; i++) {
                SessionRow row = fleet().table().read(key).orElse(null);
                if (row == null) {
                  fleet().table().add(key);
                  continue;
                }
                long next = row.version() + 1;
                byte[] sealed = fleet().envelope().seal(document, key, next);
                if (fleet().table().writeUnlocked(key, sealed, row.version())) {
                  stored(key, document, next);
                  return true;
                }
              }
              throw new AuthException.StoreUnavailable(
                  "Others keep changing the credentials of " + key + ".", "try again", null);
            });
  }

  @Override
  public void put(AccountKey key, CredentialDocument document, AccountLock lock) {
    Lease lease = fleet().leases().get(key);
    if (lease == null) {
      throw lost(key);
    }
    long next = lease.version() + 1;
    byte[] sealed = fleet().envelope().seal(document, key, next);
    boolean written;
    try {
      written =
          fleet().table().write(key, sealed, lease.version(), lease.holder(), lease.startedAt());
    } catch (Database.Away e) {
      if (lease.startedAt() == null) {
        throw Failures.away(fleet().server(), e); // nothing is spent
      }
      PendingWrites.Outcome outcome = pending().keepTrying(key, sealed, lease);
      if (outcome == PendingWrites.Outcome.NOT_YET) {
        tellThatItIsKept(key);
        return;
      }
      written = outcome == PendingWrites.Outcome.WRITTEN;
    }
    if (!written) {
      throw lost(key);
    }
    lease.written();
    stored(key, document, next);
  }

  private void tellThatItIsKept(AccountKey key) {
    context
        .notices()
        .warn(
            "The server "
                + fleet().server()
                + " has gone away; the renewed session of "
                + key
                + " is kept on this machine, sealed, and goes there as soon as it answers.");
  }

  private void stored(AccountKey key, CredentialDocument document, long version) {
    keep(key, document, version);
    pendingFiles().remove(key); // what was renewed before is superseded
    fleet().table().tell(key);
  }

  private static AuthException lost(AccountKey key) {
    return new AuthException.StoreUnavailable(
        "The lock of " + key + " was lost to another machine, which has changed its credentials.",
        "keyfob status " + key.profile(),
        null);
  }

  /** Whoever has the lease: a logout is final, and a renewal under way finds nothing to replace. */
  @Override
  public boolean delete(AccountKey key) {
    boolean existed =
        fleet()
            .reach(
                () -> {
                  boolean tried = false;
                  for (int i = 0; i < MAX_COLLISIONS; i++) {
                    SessionRow row = fleet().table().read(key).orElse(null);
                    if (row == null || row.sealed() == null) {
                      return tried;
                    }
                    tried = true;
                    if (fleet().table().writeUnlocked(key, null, row.version())) {
                      return true;
                    }
                  }
                  throw new AuthException.StoreUnavailable(
                      "Others keep changing the credentials of " + key + ".", "try again", null);
                });
    boolean waited = pendingFiles().exists(key);
    pendingFiles().remove(key);
    cache().forget(key);
    fleet().versions().remove(key);
    if (existed) {
      fleet().table().tell(key);
    }
    return existed || waited;
  }

  @Override
  public List<AccountKey> list(String profile) {
    return fleet().reach(() -> fleet().table().list(profile));
  }

  /** Whoever has the lease has just written to the row. */
  @Override
  public void requireWritable(AccountKey key) {
    fleet().envelope();
    if (!fleet().leases().containsKey(key)) {
      fleet().reach(() -> fleet().table().probe());
    }
  }

  /** What cannot be understood is kept on this machine, as it was on the server. */
  @Override
  public Optional<String> setAside(AccountKey key) {
    return fleet()
        .reach(
            () -> {
              SessionRow row = fleet().table().read(key).orElse(null);
              if (row == null || row.sealed() == null) {
                return Optional.empty();
              }
              LocalFiles aside = files(".corrupt-" + row.version());
              aside.write(key, row.sealed());
              if (!fleet().table().writeUnlocked(key, null, row.version())) {
                aside.remove(key);
                throw lost(key);
              }
              Lease lease = fleet().leases().get(key);
              if (lease != null) {
                lease.written();
              }
              return Optional.of(aside.file(key).toString());
            });
  }

  /** First among the processes of this machine, so that one of them at most asks the server. */
  @Override
  public AccountLock lock(AccountKey key, Duration limit, AccountLocks local) {
    long start = System.nanoTime();
    AccountLock machine =
        local.acquire(PostgresqlStoreFactory.ID + ":" + key.profile() + "/" + key.account(), limit);
    boolean done = false;
    try {
      pending().finish(key);
      Duration left = limit.minusNanos(System.nanoTime() - start);
      Lease lease = fleet().reach(() -> Lease.take(fleet(), key, machine, left));
      done = true;
      return lease;
    } finally {
      if (!done) {
        machine.close();
      }
    }
  }

  @Override
  public String prepare() {
    return new Administration(context, fleet()).prepare();
  }

  @Override
  public int rotateKey() {
    return new Administration(context, fleet()).rotateKey();
  }

  @Override
  public Map<String, String> describe(AccountKey key) {
    return new Administration(context, fleet()).describe(key, pendingFiles().exists(key));
  }

  private synchronized ServerAddress server() {
    ServerAddress known = server;
    if (known == null) {
      known = ServerAddress.of(context);
      server = known;
    }
    return known;
  }

  private Fleet fleet() {
    return fleets.apply(server(), context);
  }

  private TokenCache cache() {
    return TokenCache.of(context, server(), clock);
  }

  private PendingWrites pending() {
    return new PendingWrites(fleet(), pendingFiles());
  }

  private LocalFiles pendingFiles() {
    return files(".pending");
  }

  private LocalFiles files(String extension) {
    return LocalFiles.of(context.directories().data(), server(), extension, context.notices());
  }
}
