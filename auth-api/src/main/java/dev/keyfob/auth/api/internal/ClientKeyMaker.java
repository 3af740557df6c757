package dev.keyfob.auth.api.internal;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.ClientKeys;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.GeneratedKey;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.OwnerOnly;
import dev.keyfob.auth.api.spi.support.SafeFileName;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes a key for a service's client and keeps it: in a file of the user's own, or in a store. The
 * profile names it only when it is kept, and a file that was there before stays.
 */
final class ClientKeyMaker {
  private static final String OAUTH = "oauth";
  private static final String CLIENT_KEY = "clientKey";

  private final Composition parts;

  ClientKeyMaker(Composition parts) {
    this.parts = parts;
  }

  JsonObject make(String name, String algorithm, Optional<String> store, boolean replace) {
    JsonObject document = parts.profiles.document(name);
    ServiceProfile profile = parts.profiles.get(name);
    if (!(document.get(OAUTH) instanceof JsonObject oauth)) {
      throw AuthException.usage(
          "The profile " + name + " has no OAuth settings.", "keyfob profile show " + name);
    }
    if (oauth.containsKey(CLIENT_KEY) && !replace) {
      throw AuthException.usage(
          "The profile " + name + " has a client key already, which a new one would replace.",
          "keyfob profile keygen " + name + " --replace");
    }
    GeneratedKey key =
        parts
            .providers
            .get(OAUTH)
            .generateKey(algorithm)
            .orElseThrow(
                () ->
                    AuthException.usage(
                        "Unsupported algorithm.",
                        "keyfob profile keygen " + name + " --algorithm ES256"));
    String place = store.isPresent() ? keep(profile, store.get(), key) : write(name, key);
    parts.profiles.put(
        name,
        JsonText.PROVIDER
            .createObjectBuilder(document)
            .add(
                OAUTH,
                JsonText.PROVIDER
                    .createObjectBuilder(oauth)
                    .add("clientAuth", "private_key_jwt")
                    .add(CLIENT_KEY, place)
                    .remove("clientSecret"))
            .build());
    parts.cache.forgetProfile(name);
    return key.publicKeys();
  }

  private String keep(ServiceProfile profile, String id, GeneratedKey key) {
    CredentialStore store = parts.accounts.clientKeyStore(profile, id);
    AccountKey place = ClientKeys.place(profile.name());
    JsonValue entry = JsonText.parseObject(key.privateKey().reveal());
    try (AccountLock lock = store.lock(place, Account.LOCK_LIMIT, parts.locks)) {
      store.put(place, CredentialDocument.EMPTY.with(ClientKeys.ENTRY, entry), lock);
    }
    return "store:" + store.id();
  }

  private String write(String name, GeneratedKey key) {
    Path folder = parts.directories.config().resolve("keys");
    OwnerOnly.ensureDirectory(folder, parts.notices);
    Path file = folder.resolve(SafeFileName.of(name) + ".jwk");
    for (int number = 2; Files.exists(file); number++) {
      file = folder.resolve(SafeFileName.of(name) + "-" + number + ".jwk");
    }
    AtomicFile.write(file, (key.privateKey().reveal() + "\n").getBytes(StandardCharsets.UTF_8));
    return "file:" + file;
  }
}
