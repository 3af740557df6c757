package com.example.signature;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Leaves the keeping to a command: {@code CMD get|put|delete PROFILE ACCOUNT} and {@code CMD list
 * PROFILE}, with the document on standard input or output, and one account on each line of a list.
 * A password manager, a vault or a hardware token becomes a store with a few lines of shell, in
 * which names need no quoting: they are letters, digits, {@code %}, {@code +} and {@code _}.
 */
final class CommandStore implements CredentialStore {
  private static final byte[] NOTHING = {};

  private final Command command;

  CommandStore(Command command) {
    this.command = command;
  }

  @Override
  public String id() {
    return CommandStoreFactory.ID;
  }

  @Override
  public Availability availability() {
    if (!command.isConfigured()) {
      return Availability.no(
          "The profile names no credentialCommand.", "add one: keyfob profile show");
    }
    try {
      command.run(NOTHING, "list", "availability");
      return Availability.YES;
    } catch (AuthException e) {
      return Availability.no(e.getMessage(), e.hint().orElse("keyfob doctor"));
    }
  }

  @Override
  public Optional<CredentialDocument> find(AccountKey key) {
    byte[] text = run("get", key, NOTHING);
    if (text.length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(CredentialDocument.of(JsonText.parseObject(text)));
    } catch (JsonException e) {
      throw new AuthException.StoreCorrupt(
          "What the command keeps for " + key + " is not a JSON object.", key.loginCommand(), e);
    }
  }

  @Override
  public void put(AccountKey key, CredentialDocument document) {
    String text = JsonText.compact(document.json());
    run("put", key, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean delete(AccountKey key) {
    boolean existed = run("get", key, NOTHING).length > 0;
    run("delete", key, NOTHING);
    return existed;
  }

  @Override
  public List<AccountKey> list(String profile) {
    String lines =
        new String(command.run(NOTHING, "list", word(profile)), StandardCharsets.US_ASCII);
    return lines
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> new AccountKey(profile, URLDecoder.decode(line, StandardCharsets.UTF_8)))
        .toList();
  }

  @Override
  public void requireWritable(AccountKey key) {
    Availability answer = availability();
    if (!answer.available()) {
      throw new AuthException.StoreUnavailable(
          answer.reason().orElse("The command does not answer."),
          answer.remedy().orElse("keyfob doctor"),
          null);
    }
  }

  @Override
  public Optional<String> setAside(AccountKey key) {
    byte[] damaged = run("get", key, NOTHING);
    if (damaged.length == 0) {
      return Optional.empty();
    }
    AccountKey aside = new AccountKey(key.profile() + ".damaged", key.account());
    run("put", aside, damaged);
    run("delete", key, NOTHING);
    return Optional.of(aside.toString());
  }

  private byte[] run(String verb, AccountKey key, byte[] input) {
    return command.run(input, verb, word(key.profile()), word(key.account()));
  }

  /** A name as an argument that is no option, no path and the same in every locale. */
  private static String word(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8)
        .replace("-", "%2D")
        .replace(".", "%2E")
        .replace("*", "%2A");
  }
}
