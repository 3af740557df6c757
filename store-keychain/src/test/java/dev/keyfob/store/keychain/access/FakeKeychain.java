package dev.keyfob.store.keychain.access;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A keychain in memory that fails when told to. */
public final class FakeKeychain implements Keychain {
  private final Map<KeychainItem, byte[]> texts = new HashMap<>();
  private @Nullable KeychainFailure failure;
  private byte @Nullable [] given;

  public FakeKeychain given(KeychainItem entry, String text) {
    texts.put(entry, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** From now on every call fails like this. */
  public FakeKeychain failing(String sentence, String advice) {
    failure = new KeychainFailure(sentence, advice);
    return this;
  }

  public @Nullable String text(KeychainItem entry) {
    byte[] text = texts.get(entry);
    return text == null ? null : new String(text, StandardCharsets.UTF_8);
  }

  /** The very array that the last call has given or taken. */
  public byte @Nullable [] lastArray() {
    return given;
  }

  @Override
  public void probe() {
    failIfTold();
  }

  @Override
  public void requireWritable(KeychainItem entry) {
    failIfTold();
  }

  @Override
  public Optional<byte[]> find(KeychainItem entry) {
    failIfTold();
    byte[] text = texts.get(entry);
    given = text == null ? null : text.clone();
    return Optional.ofNullable(given);
  }

  @Override
  public void put(KeychainItem entry, byte[] text) {
    failIfTold();
    given = text;
    texts.put(entry, text.clone());
  }

  @Override
  public boolean delete(KeychainItem entry) {
    failIfTold();
    return texts.remove(entry) != null;
  }

  @Override
  public List<String> accounts(String application, String profile) {
    failIfTold();
    return texts.keySet().stream()
        .filter(entry -> entry.application().equals(application) && entry.profile().equals(profile))
        .map(KeychainItem::account)
        .toList();
  }

  private void failIfTold() {
    if (failure != null) {
      throw failure;
    }
  }
}
