package dev.keyfob.store.keychain.linux;

import dev.keyfob.store.keychain.access.CallDeadline;
import dev.keyfob.store.keychain.access.Keychain;
import dev.keyfob.store.keychain.access.KeychainFailure;
import dev.keyfob.store.keychain.access.KeychainItem;
import dev.keyfob.store.keychain.foreign.WordLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The freedesktop.org Secret Service (GNOME Keyring, KWallet, KeePassXC) through libsecret. For one
 * call.
 *
 * <p>Documents go to the default collection, labelled {@code keyfob: PROFILE (ACCOUNT)} with the
 * attributes {@code application}, {@code profile} and {@code account}, so that a person finds them
 * in Seahorse and a script with {@code secret-tool}.
 */
public final class SecretServiceKeychain implements Keychain {
  /** The library, by the name of its binary interface. */
  public static final String LIBRARY = "libsecret-1.so.0";

  private final DesktopSession session;
  private final Supplier<WordLibrary> library;
  private final CallDeadline deadline;
  private final Consumer<String> show;

  /**
   * Prepares a call; nothing is loaded yet.
   *
   * @param session where the service is
   * @param library gives libsecret
   * @param deadline how long to wait, and for whom
   * @param show tells the person to look for a prompt
   */
  public SecretServiceKeychain(
      DesktopSession session,
      Supplier<WordLibrary> library,
      CallDeadline deadline,
      Consumer<String> show) {
    this.session = session;
    this.library = library;
    this.deadline = deadline;
    this.show = show;
  }

  /**
   * Loads libsecret.
   *
   * @param name {@link #LIBRARY}, but for tests
   * @return the library
   * @throws KeychainFailure if it is not there, or Java may not call it
   */
  public static WordLibrary load(String name) {
    try {
      return WordLibrary.load(name);
    } catch (IllegalArgumentException e) {
      throw new KeychainFailure(
          "The library " + name + " is not installed, and it leads to the keychain.",
          "install libsecret (Debian and Ubuntu: apt install libsecret-1-0)",
          e);
    }
  }

  @Override
  public void probe() {
    converse(
        secrets -> {
          long collection = secrets.defaultCollection();
          if (!deadline.person()) {
            requireUnlocked(secrets, collection);
          }
          return true;
        });
  }

  @Override
  public void requireWritable(KeychainItem entry) {
    converse(
        secrets -> {
          requireDefaultCollection(secrets);
          return true;
        });
  }

  @Override
  public Optional<byte[]> find(KeychainItem entry) {
    return converse(
        secrets -> {
          List<Long> items = search(secrets, entry);
          return items.isEmpty() ? Optional.empty() : Optional.of(read(secrets, items.getFirst()));
        });
  }

  private byte[] read(LibSecret secrets, long item) {
    unlock(secrets, item, secrets.isItemLocked(item));
    return secrets.read(item);
  }

  @Override
  public void put(KeychainItem entry, byte[] text) {
    converse(
        secrets -> {
          List<Long> items = secrets.search(attributes(entry));
          if (items.isEmpty()) {
            requireDefaultCollection(secrets);
            secrets.create(entry.label(), attributes(entry), text);
            return true;
          }
          // The item may be in a collection that is the default no longer. A second one there
          // would leave two documents, the old of which could come back.
          long item = items.getFirst();
          unlock(secrets, item, secrets.isItemLocked(item));
          secrets.write(item, text);
          deleteAll(secrets, items.subList(1, items.size()));
          return true;
        });
  }

  @Override
  public boolean delete(KeychainItem entry) {
    return converse(
        secrets -> {
          List<Long> items = search(secrets, entry);
          deleteAll(secrets, items);
          return !items.isEmpty();
        });
  }

  private void deleteAll(LibSecret secrets, List<Long> items) {
    for (long item : items) {
      unlock(secrets, item, secrets.isItemLocked(item));
      secrets.delete(item);
    }
  }

  @Override
  public List<String> accounts(String application, String profile) {
    return converse(
        secrets -> {
          List<String> accounts = new ArrayList<>();
          for (long item :
              secrets.search(List.of("application", application, "profile", profile))) {
            secrets.attribute(item, "account").ifPresent(accounts::add);
          }
          if (accounts.isEmpty()) {
            requireTold(secrets);
          }
          return accounts;
        });
  }

  private List<Long> search(LibSecret secrets, KeychainItem entry) {
    List<Long> items = secrets.search(attributes(entry));
    if (items.isEmpty() && requireTold(secrets)) {
      items = secrets.search(attributes(entry));
    }
    return items;
  }

  /**
   * Makes sure that what was not found is not there: some services do not look into what is locked.
   *
   * @return whether it is worth another look
   */
  private boolean requireTold(LibSecret secrets) {
    long collection = secrets.defaultCollection();
    return collection != 0 && unlock(secrets, collection, secrets.isCollectionLocked(collection));
  }

  private void requireDefaultCollection(LibSecret secrets) {
    long collection = secrets.defaultCollection();
    if (collection == 0 && deadline.person()) {
      waitingForPerson("There is no keyring yet: choose its password in the window that opens.");
      secrets.createDefaultCollection();
      deadline.resume();
    } else {
      requireUnlocked(secrets, collection);
    }
  }

  private void requireUnlocked(LibSecret secrets, long collection) {
    if (collection == 0) {
      throw new KeychainFailure(
          "The system's keychain has no keyring yet, and keyfob cannot prompt for a password here.",
          "create one with Seahorse or your wallet manager");
    }
    unlock(secrets, collection, secrets.isCollectionLocked(collection));
  }

  /**
   * Unlocks an item or a collection.
   *
   * @return whether it was locked
   */
  private boolean unlock(LibSecret secrets, long object, boolean locked) {
    if (!locked) {
      return false;
    }
    if (!deadline.person()) {
      throw new KeychainFailure(
          "The system's keychain is locked, and keyfob cannot prompt to unlock it here.",
          "unlock it by logging in to the desktop");
    }
    waitingForPerson("The keychain is locked: type its password in the window that opens.");
    if (!secrets.unlock(object)) {
      throw new KeychainFailure("The system's keychain stays locked.", "try again and unlock it");
    }
    deadline.resume();
    return true;
  }

  private void waitingForPerson(String line) {
    deadline.awaitPerson();
    show.accept(line);
  }

  private static List<String> attributes(KeychainItem entry) {
    return List.of(
        "application", entry.application(), "profile", entry.profile(), "account", entry.account());
  }

  private <T> T converse(Function<LibSecret, T> conversation) {
    session.requireBus();
    WordLibrary loaded = library.get();
    // The limit is for the service. A busy machine may need a while to load the way there.
    deadline.resume();
    try (LibSecret secrets = new LibSecret(loaded, deadline)) {
      return conversation.apply(secrets);
    } catch (NoSuchElementException e) {
      throw new KeychainFailure(
          "The library " + LIBRARY + " is too old: it lacks " + e.getMessage() + ".",
          "update libsecret",
          e);
    }
  }
}
