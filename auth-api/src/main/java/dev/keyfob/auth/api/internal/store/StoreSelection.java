package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.internal.plugin.Stores;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.StoreContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which store an account is in: the one asked for, else the one its last login went to, else the
 * embedding program's own, else {@code file}. A login without a preference takes the program's own,
 * else the keychain if it answers.
 */
public final class StoreSelection {
  /** Takes the keychain when it answers, else the file store. */
  public static final String AUTO = "auto";

  /** The store of accounts of which nothing is recorded, unless a program has its own. */
  public static final String FILE = "file";

  /** The store of the operating system. */
  public static final String KEYCHAIN = "keychain";

  private final Stores stores;
  private final Optional<String> own;
  private final StoreRecords records;
  private final Optional<String> preferred;

  /**
   * Selects among stores.
   *
   * @param own the embedding program's own
   * @param preferred {@code KEYFOB_STORE}
   */
  public StoreSelection(
      Stores stores, Optional<String> own, StoreRecords records, Optional<String> preferred) {
    this.stores = stores;
    this.own = own;
    this.records = records;
    this.preferred = preferred.filter(id -> !id.equals(AUTO));
  }

  /** The store to use, wherever the account is moved while it is in use. */
  public CredentialStore forReading(AccountKey key, StoreContext context) {
    return sharesFile(context) || preferred.isPresent()
        ? current(key, context)
        : new RelocatableStore(() -> current(key, context));
  }

  /** The store that the account is in at this moment. */
  public CredentialStore current(AccountKey key, StoreContext context) {
    Optional<String> named =
        sharesFile(context) ? Optional.of(FILE) : preferred.or(() -> records.store(key));
    return named.map(id -> open(id, context)).orElseGet(() -> usual(context));
  }

  /** The store that {@code KEYFOB_STORE} prefers; empty if it leaves the choice. */
  public Optional<String> preferred() {
    return preferred;
  }

  /** The stores in which a profile's accounts may be. */
  public List<CredentialStore> forListing(String profile, StoreContext context) {
    List<CredentialStore> found = new ArrayList<>(List.of(usual(context)));
    if (!sharesFile(context)) {
      Set<String> named = new TreeSet<>(records.stores(profile));
      preferred.ifPresent(named::add);
      named.remove(found.getFirst().id());
      named.forEach(id -> found.add(open(id, context)));
    }
    return found;
  }

  /** The accounts in the usual store, and those of which a store is recorded, sorted by name. */
  public List<AccountKey> remembered(String profile, StoreContext context) {
    Set<String> names = new TreeSet<>(records.accounts(profile));
    usual(context).list(profile).forEach(key -> names.add(key.account()));
    return names.stream().map(name -> new AccountKey(profile, name)).toList();
  }

  /**
   * The store for a login to write to, which answers.
   *
   * @param asked {@code --store}
   * @throws AuthException.StoreUnavailable if the one asked for does not answer
   * @throws AuthException.Misconfigured if the profile shares a file and another store is asked for
   */
  public CredentialStore forLogin(AccountKey key, StoreContext context, Optional<String> asked) {
    Optional<String> wanted = asked.filter(id -> !id.equals(AUTO));
    if (sharesFile(context)) {
      if (wanted.filter(id -> !id.equals(FILE)).isPresent()) {
        throw sharedFile(key);
      }
      wanted = Optional.of(FILE);
    } else if (asked.isEmpty()) {
      wanted =
          preferred
              .or(() -> records.store(key))
              .or(() -> own)
              .or(() -> fileWithDocument(key, context));
    }
    CredentialStore chosen =
        answering(wanted.map(id -> open(id, context)).orElseGet(() -> automatic(context)));
    preferred
        .filter(id -> !sharesFile(context) && !id.equals(chosen.id()))
        .ifPresent(
            id ->
                context
                    .notices()
                    .warn(
                        "KEYFOB_STORE is "
                            + id
                            + ": commands look there, not in "
                            + chosen.id()
                            + ", until you unset it."));
    return chosen;
  }

  /**
   * Where else the account's document is or may be.
   *
   * @param chosen the store that it is to be in
   */
  public OtherCopies otherCopies(AccountKey key, StoreContext context, String chosen) {
    if (sharesFile(context)) {
      return OtherCopies.NOWHERE;
    }
    String recorded = records.store(key).orElse(own.orElse(FILE));
    Set<String> others = new LinkedHashSet<>(List.of(recorded));
    others.addAll(records.leftovers(key));
    others.remove(chosen);
    Optional<CredentialStore> before = Optional.empty();
    List<CredentialStore> leftovers = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    for (String id : others) {
      Optional<CredentialStore> store = openIfThere(id, context);
      if (id.equals(recorded)) {
        before = store;
      } else {
        store.ifPresent(leftovers::add);
      }
      // A program without a file store has nothing in it.
      if (store.isEmpty() && (records.store(key).isPresent() || !id.equals(recorded))) {
        absent.add(id);
      }
    }
    return new OtherCopies(before, leftovers, absent);
  }

  /**
   * The store to move an account to, which answers.
   *
   * @throws AuthException.Misconfigured if commands would not look there
   * @throws AuthException.StoreUnavailable if it does not answer
   */
  public CredentialStore forMigration(AccountKey key, StoreContext context, String to) {
    if (sharesFile(context)) {
      throw sharedFile(key);
    }
    if (preferred.isPresent() && !preferred.get().equals(to)) {
      throw AuthException.usage(
          "KEYFOB_STORE is " + preferred.get() + ": commands look there, not in " + to + ".",
          "unset KEYFOB_STORE");
    }
    current(key, context); // a store that is not there any more cannot be moved out of
    return answering(open(to, context));
  }

  /** Where an account without a record is; a program may have brought no store at all. */
  private CredentialStore usual(StoreContext context) {
    String id = sharesFile(context) ? FILE : own.orElse(FILE);
    return openIfThere(id, context).orElseGet(() -> new MissingStore(id));
  }

  private CredentialStore automatic(StoreContext context) {
    Optional<CredentialStore> keychain =
        stores.find(KEYCHAIN).map(factory -> factory.open(context));
    if (keychain.isEmpty()) {
      return open(FILE, context);
    }
    Availability answer = keychain.get().availability();
    if (answer.available()) {
      return keychain.get();
    }
    // Said once: from this login on the account is in its file.
    context
        .notices()
        .warn(
            "The credential goes to a file that only you can read. "
                + answer.reason().orElse("No keychain is available."));
    return open(FILE, context);
  }

  /** An account stays in its file until its owner says otherwise, damaged or not. */
  private Optional<String> fileWithDocument(AccountKey key, StoreContext context) {
    try {
      return stores
          .find(FILE)
          .map(factory -> factory.open(context))
          .flatMap(file -> file.find(key))
          .map(document -> FILE);
    } catch (AuthException.StoreCorrupt | AuthException.StoreUnavailable e) {
      return Optional.of(FILE);
    }
  }

  private static boolean sharesFile(StoreContext context) {
    return context.profile().credentialFile().isPresent();
  }

  private static AuthException sharedFile(AccountKey key) {
    return AuthException.usage(
        "The profile " + key.profile() + " shares another tool's file; no other store is used.",
        "keyfob profile show " + key.profile());
  }

  private Optional<CredentialStore> openIfThere(String id, StoreContext context) {
    return stores.find(id).map(factory -> factory.open(context));
  }

  /**
   * A store by its id.
   *
   * @throws AuthException.Misconfigured if there is none
   */
  public CredentialStore named(String id, StoreContext context) {
    return open(id, context);
  }

  private CredentialStore open(String id, StoreContext context) {
    return stores.get(id).open(context);
  }

  private static CredentialStore answering(CredentialStore store) {
    Availability answer = store.availability();
    if (!answer.available()) {
      throw new AuthException.StoreUnavailable(
          answer.reason().orElse("The store " + store.id() + " cannot be used."),
          answer.remedy().orElse("keyfob doctor"),
          null);
    }
    return store;
  }
}
