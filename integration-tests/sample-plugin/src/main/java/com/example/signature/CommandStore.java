package com.example.signature;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.JsonText;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Leaves the keeping to a command: {@code CMD get|put|delete PROFILE ACCOUNT} and {@code CMD list
 * PROFILE}, with the document on standard input or output. A password manager, a vault or a
 * hardware token becomes a store with ten lines of shell.
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
    byte[] text = command.run(NOTHING, "get", key.profile(), key.account());
    if (text.length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(CredentialDocument.of(JsonText.parseObject(text)));
    } catch (JsonException e) {
      throw new AuthException.StoreCorrupt(
          "What the command keeps for " + key + " is not a JSON object.", "keyfob login", e);
    }
  }

  @Override
  public void put(AccountKey key, CredentialDocument document) {
    String text = JsonText.compact(document.json());
    command.run(text.getBytes(StandardCharsets.UTF_8), "put", key.profile(), key.account());
  }

  @Override
  public boolean delete(AccountKey key) {
    boolean existed = command.run(NOTHING, "get", key.profile(), key.account()).length > 0;
    command.run(NOTHING, "delete", key.profile(), key.account());
    return existed;
  }

  @Override
  public List<AccountKey> list(String profile) {
    String lines = new String(command.run(NOTHING, "list", profile), StandardCharsets.UTF_8);
    return Stream.of(lines.split("\n"))
        .filter(line -> !line.isBlank())
        .map(account -> new AccountKey(profile, account))
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
    byte[] damaged = command.run(NOTHING, "get", key.profile(), key.account());
    if (damaged.length == 0) {
      return Optional.empty();
    }
    AccountKey aside = new AccountKey(key.profile(), key.account() + ".damaged");
    JsonObject kept =
        JsonText.PROVIDER
            .createObjectBuilder()
            .add("damaged", Base64.getEncoder().encodeToString(damaged))
            .build();
    put(aside, CredentialDocument.of(kept));
    command.run(NOTHING, "delete", key.profile(), key.account());
    return Optional.of(aside.toString());
  }
}
