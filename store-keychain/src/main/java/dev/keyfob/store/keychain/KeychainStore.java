package dev.keyfob.store.keychain;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.store.keychain.access.Keychain;
import dev.keyfob.store.keychain.access.KeychainFailure;
import dev.keyfob.store.keychain.access.KeychainItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps each document as one item of the operating system's keychain. Never writes one anywhere
 * else: what to do without a keychain is for the person to say.
 */
final class KeychainStore implements CredentialStore {
  static final String ID = "keychain";

  private final String application;
  private final String profile;
  private final Keychain keychain;

  /**
   * Keeps documents in a keychain.
   *
   * @param profile the profile's name, for advice
   * @param keychain one whose calls are bounded
   */
  KeychainStore(String profile, Keychain keychain) {
    this(KeychainItem.KEYFOB, profile, keychain);
  }

  /**
   * Keeps documents in a keychain.
   *
   * @param application what {@link KeychainItem#application} gives
   * @param profile the profile's name, for advice
   * @param keychain one whose calls are bounded
   */
  KeychainStore(String application, String profile, Keychain keychain) {
    this.application = application;
    this.profile = profile;
    this.keychain = keychain;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Availability availability() {
    try {
      keychain.probe();
      return Availability.YES;
    } catch (KeychainFailure e) {
      return Availability.no(e.getMessage(), remedy(e, AccountKey.of(profile).loginCommand()));
    }
  }

  @Override
  public Optional<CredentialDocument> find(AccountKey key) {
    return call(key, () -> keychain.find(KeychainItem.of(application, key)))
        .map(text -> decode(key, text));
  }

  private CredentialDocument decode(AccountKey key, byte[] text) {
    try {
      CredentialDocument document =
          StoredText.decode(text)
              .orElseThrow(
                  () ->
                      new AuthException.StoreCorrupt(
                          item(key) + " is damaged: it is not a JSON object.",
                          key.loginCommand(),
                          null));
      if (StoredText.isOfLaterVersion(document)) {
        throw new AuthException.StoreUnavailable(
            item(key) + " was written by a later version of its tool and is left as it is.",
            "update keyfob",
            null);
      }
      return document;
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private String item(AccountKey key) {
    return "The keychain's item \"" + KeychainItem.of(application, key).label() + "\"";
  }

  @Override
  public void put(AccountKey key, CredentialDocument document) {
    byte[] text = StoredText.encode(document);
    try {
      call(
          key,
          () -> {
            keychain.put(KeychainItem.of(application, key), text);
            return true;
          });
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  @Override
  public boolean delete(AccountKey key) {
    return call(key, () -> keychain.delete(KeychainItem.of(application, key)));
  }

  @Override
  public List<AccountKey> list(String ofProfile) {
    List<String> names =
        call(AccountKey.of(ofProfile), () -> keychain.accounts(application, ofProfile));
    List<AccountKey> accounts = new ArrayList<>(names.size());
    for (String name : names) {
      try {
        accounts.add(new AccountKey(ofProfile, name));
      } catch (AuthException.Misconfigured e) {
        // anybody can put items into a keychain; one of such a name is not ours
      }
    }
    return accounts;
  }

  @Override
  public void requireWritable(AccountKey key) {
    call(
        key,
        () -> {
          keychain.requireWritable(KeychainItem.of(application, key));
          return true;
        });
  }

  @Override
  public Optional<String> setAside(AccountKey key) {
    return call(key, () -> keychain.find(KeychainItem.of(application, key)))
        .map(
            text -> {
              try {
                return call(key, () -> move(key, text));
              } finally {
                Arrays.fill(text, (byte) 0);
              }
            });
  }

  private String move(AccountKey key, byte[] text) {
    int number = 1;
    while (keychain.find(KeychainItem.damaged(application, key, number)).isPresent()) {
      number++;
    }
    KeychainItem kept = KeychainItem.damaged(application, key, number);
    keychain.put(kept, text);
    keychain.delete(KeychainItem.of(application, key));
    return "the keychain's item \"" + kept.label() + "\"";
  }

  private static <T> T call(AccountKey key, Supplier<T> operation) {
    try {
      return operation.get();
    } catch (KeychainFailure e) {
      throw new AuthException.StoreUnavailable(e.getMessage(), remedy(e, key.loginCommand()), e);
    }
  }

  private static String remedy(KeychainFailure failure, String login) {
    return failure.advice() + ", or: " + login + " --store file";
  }
}
