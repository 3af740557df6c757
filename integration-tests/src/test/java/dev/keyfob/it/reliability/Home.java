package dev.keyfob.it.reliability;

import com.nimbusds.jose.jwk.ECKey;
import dev.keyfob.it.process.KeyfobProcess;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * A keyfob home with the profile {@code demo}.
 *
 * @param folder {@code KEYFOB_HOME}
 */
record Home(Path folder) {
  static final String PROFILE = "demo";
  static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  private static final FileAttribute<Set<PosixFilePermission>> OWN_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** A home whose profile names the endpoints of that identity provider. */
  static Home of(Path folder, StrictIdentityProvider provider) {
    return of(folder, provider, false);
  }

  /** The same, whose logins are bound to a key (RFC 9449) if they are to be. */
  static Home of(Path folder, StrictIdentityProvider provider, boolean bound) {
    return of(
        folder,
        """
        {"name":"demo","apiBaseUri":"IDP/api","oauth":{"authorizationEndpoint":"IDP/authorize",
         "tokenEndpoint":"IDP/token","revocationEndpoint":"IDP/revoke","clientId":"CLIENT","dpop":BOUND}}
        """
            .replace("BOUND", "" + bound)
            .replace("IDP", provider.address().toString())
            .replace("CLIENT", StrictIdentityProvider.CLIENT_ID));
  }

  static Home of(Path folder, String profile) {
    Home home = new Home(folder);
    home.write(folder.resolve("profiles/demo.json"), profile);
    return home;
  }

  /** The program, in this home. */
  KeyfobProcess keyfob() {
    return KeyfobProcess.atHome(Objects.requireNonNull(folder.getParent()))
        .with("KEYFOB_HOME", folder.toString())
        .with("KEYFOB_STORE", "file");
  }

  Path document() {
    return document("default");
  }

  Path document(String account) {
    return folder.resolve("credentials/demo/" + account + ".json");
  }

  Path lock() {
    return folder.resolve("credentials/demo/.default.json.lock");
  }

  /** Stores a session that has expired, beside things that other tools keep in the document. */
  void store(Tokens tokens) {
    store("default", tokens, LONG_AGO);
  }

  /** The same, of a session that was issued to that client. */
  void store(String clientId, Tokens tokens) {
    write(document(), text(clientId, tokens, LONG_AGO));
  }

  void store(String account, Tokens tokens, Instant expiresAt) {
    write(document(account), text(StrictIdentityProvider.CLIENT_ID, tokens, expiresAt));
  }

  /** Stores a session that has expired, with the key that it is bound to. */
  void store(Tokens tokens, ECKey key) {
    String session = text(StrictIdentityProvider.CLIENT_ID, tokens, LONG_AGO);
    write(
        document(),
        session.replace("\"tool\":", "\"dpop_key\":" + key.toJSONString() + ",\"tool\":"));
  }

  private static String text(String clientId, Tokens tokens, Instant expiresAt) {
    return """
    {"oauth":{"access_token":"%s","refresh_token":"%s","expires_at":"%s","token_type":"%s",
     "client_id":"%s","tool":{"kept":[1,2]}},"user":{"email":"ada@example.org"},"other":null}
    """
        .formatted(tokens.access(), tokens.refresh(), expiresAt, tokens.type(), clientId);
  }

  /** Lets the access token that is stored expire, and leaves its key where it is. */
  void expire() {
    JsonObject document = json(text(document()));
    JsonObjectBuilder session = Json.createObjectBuilder(document.getJsonObject("oauth"));
    session.add("expires_at", LONG_AGO.toString()).remove("issued_at");
    write(document(), Json.createObjectBuilder(document).add("oauth", session).build().toString());
  }

  /** Blocks until a process wants the account's lock, where the operating system tells. */
  void awaitWaiting(ProcessHandle process) {
    if (OpenFiles.areKnown()) {
      Await.until(() -> OpenFiles.has(process, lock()), "the process wants the lock");
    }
  }

  /** What is stored; throws where that is not a whole document. */
  Tokens tokens() {
    JsonObject document = json(text(document()));
    JsonObject session = document.getJsonObject("oauth");
    if (!session.getJsonObject("tool").toString().equals("{\"kept\":[1,2]}")
        || !document.getJsonObject("user").getString("email").equals("ada@example.org")
        || !document.isNull("other")) {
      throw new AssertionError("what other tools keep is gone from " + document());
    }
    return tokens(session);
  }

  /** A session that is stored, with the thumbprint of its key. */
  static Tokens tokens(JsonObject session) {
    return new Tokens(
        session.getString("access_token"),
        session.getString("refresh_token"),
        session.containsKey("dpop_key")
            ? BoundKey.thumbprintOfStored(session.getJsonObject("dpop_key").toString())
            : BoundKey.NONE);
  }

  /** Writes a file as keyfob would find its own: open to its owner only. */
  void write(Path file, String content) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()), OWN_FOLDER);
      Files.writeString(file, content);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
