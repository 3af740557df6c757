package dev.keyfob.store.keychain.mac;

import dev.keyfob.store.keychain.access.CallDeadline;
import dev.keyfob.store.keychain.access.Keychain;
import dev.keyfob.store.keychain.access.KeychainItem;
import dev.keyfob.store.keychain.foreign.NativeMemory;
import dev.keyfob.store.keychain.foreign.WordLibrary;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The login keychain of macOS, as generic passwords that a person finds in Keychain Access. For one
 * call.
 *
 * <p>Not run here: written after Apple's documentation of {@code SecItemAdd} and its sisters, and
 * left to {@code .github/workflows/keychain.yml} to run. A call cannot be stopped, only left.
 */
public final class MacKeychain implements Keychain {
  private static final String SECURITY = "/System/Library/Frameworks/Security.framework/Security";
  private static final int NOT_FOUND = -25300;
  private static final int DUPLICATE = -25299;
  private static final int UNLOCKED = 1;

  private final CallDeadline deadline;

  /**
   * Prepares a call; nothing is loaded yet.
   *
   * @param deadline for whom to wait
   */
  public MacKeychain(CallDeadline deadline) {
    this.deadline = deadline;
  }

  @Override
  public void probe() {
    converse(
        call -> {
          if (!call.isUnlocked() && !deadline.person()) {
            throw MacKeychainErrors.locked();
          }
          return true;
        });
  }

  @Override
  public void requireWritable(KeychainItem entry) {
    converse(
        call -> {
          if (!call.isUnlocked()) {
            call.check(call.security.call("SecKeychainUnlock", 0, 0, 0, 0));
          }
          return true;
        });
  }

  @Override
  public Optional<byte[]> find(KeychainItem entry) {
    return converse(
        call -> {
          long query = call.query(entry);
          call.objects.set(query, "kSecReturnData", call.objects.constant("kCFBooleanTrue"));
          MemorySegment result = call.objects.result();
          int status = (int) call.security.call("SecItemCopyMatching", query, result.address());
          if (status == NOT_FOUND) {
            return Optional.empty();
          }
          call.check(status);
          long data = call.objects.own(NativeMemory.word(result));
          return Optional.of(call.objects.bytes(data));
        });
  }

  @Override
  public void put(KeychainItem entry, byte[] text) {
    converse(
        call -> {
          int status = call.update(entry, text);
          if (status == NOT_FOUND) {
            status = call.add(entry, text);
          }
          if (status == DUPLICATE) {
            // somebody else was first, between the two
            status = call.update(entry, text);
          }
          call.check(status);
          return true;
        });
  }

  @Override
  public boolean delete(KeychainItem entry) {
    return converse(
        call -> {
          int status = (int) call.security.call("SecItemDelete", call.query(entry));
          if (status == NOT_FOUND) {
            return false;
          }
          call.check(status);
          return true;
        });
  }

  @Override
  public List<String> accounts(String application, String profile) {
    return converse(
        call -> {
          long query = call.query(application, profile);
          CoreFoundation objects = call.objects;
          objects.set(query, "kSecReturnAttributes", objects.constant("kCFBooleanTrue"));
          objects.set(query, "kSecMatchLimit", objects.constant("kSecMatchLimitAll"));
          MemorySegment result = objects.result();
          int status = (int) call.security.call("SecItemCopyMatching", query, result.address());
          if (status == NOT_FOUND) {
            return List.of();
          }
          call.check(status);
          return objects.texts(objects.own(NativeMemory.word(result)), "kSecAttrAccount");
        });
  }

  private <T> T converse(Function<Call, T> conversation) {
    if (deadline.person()) {
      // macOS asks in the middle of any call, and does not say so.
      deadline.awaitPerson();
    }
    WordLibrary security = WordLibrary.load(SECURITY);
    security.call("SecKeychainSetUserInteractionAllowed", deadline.person() ? 1 : 0);
    try (CoreFoundation objects = new CoreFoundation(security)) {
      return conversation.apply(new Call(security, objects));
    }
  }

  /** The calls of one conversation. */
  private record Call(WordLibrary security, CoreFoundation objects) {
    long query(String application, String profile) {
      long query = objects.dictionary();
      objects.set(query, "kSecClass", objects.constant("kSecClassGenericPassword"));
      objects.set(query, "kSecAttrService", objects.string(application + ": " + profile));
      return query;
    }

    long query(KeychainItem entry) {
      long query = query(entry.application(), entry.profile());
      objects.set(query, "kSecAttrAccount", objects.string(entry.account()));
      return query;
    }

    int update(KeychainItem entry, byte[] text) {
      long change = objects.dictionary();
      objects.set(change, "kSecValueData", objects.data(text));
      return (int) security.call("SecItemUpdate", query(entry), change);
    }

    int add(KeychainItem entry, byte[] text) {
      long item = query(entry);
      objects.set(item, "kSecAttrLabel", objects.string(entry.label()));
      objects.set(item, "kSecValueData", objects.data(text));
      return (int) security.call("SecItemAdd", item, 0);
    }

    boolean isUnlocked() {
      MemorySegment status = objects.result();
      check(security.call("SecKeychainGetStatus", 0, status.address()));
      return (NativeMemory.words(status).getInt(0) & UNLOCKED) != 0;
    }

    void check(long status) {
      if ((int) status != 0) {
        throw MacKeychainErrors.failure((int) status);
      }
    }
  }
}
