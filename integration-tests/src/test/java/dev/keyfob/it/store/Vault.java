package dev.keyfob.it.store;

import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A home with a profile {@code acme} that takes API keys and has no service behind it.
 *
 * @param home the home
 * @param keyfob the program in it
 */
record Vault(Path home, KeyfobProcess keyfob) {
  static final String KEY = "sk-acme-0123456789";

  private static final String PROFILE =
      """
      {"name": "acme", "displayName": "Acme", "apiKey": {"header": "x-api-key"}}
      """;

  static Vault at(Path home) {
    Vault vault =
        new Vault(
            home,
            KeyfobProcess.atHome(home)
                .with("KEYFOB_HOME", home.resolve("keyfob").toString())
                .within(Duration.ofSeconds(60)));
    try {
      Path profile = Files.writeString(home.resolve("acme.json"), PROFILE);
      vault.must("profile", "import", profile.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return vault;
  }

  /** Under which the keychain's items of this home are kept. */
  String application() {
    return "keyfob in " + home.resolve("keyfob");
  }

  Vault with(String variable, String value) {
    return new Vault(home, keyfob.with(variable, value));
  }

  Vault with(Map<String, String> variables) {
    Vault vault = this;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      vault = vault.with(variable.getKey(), variable.getValue());
    }
    return vault;
  }

  Result run(String... arguments) {
    return keyfob.run(arguments);
  }

  /** Runs a command that has to work. */
  Result must(String... arguments) {
    return checked(run(arguments));
  }

  /** Logs in with {@link #KEY}, whatever comes of it. */
  Result login(String... options) {
    String[] command = new String[4 + options.length];
    command[0] = "login";
    command[1] = "acme";
    command[2] = "--api-key";
    command[3] = "--json";
    System.arraycopy(options, 0, command, 4, options.length);
    return keyfob.withInput(KEY + "\n").run(command);
  }

  static Result checked(Result result) {
    if (result.exitCode() != 0) {
      throw new AssertionError(result.toString());
    }
    return result;
  }

  Path document() {
    return home.resolve("keyfob/credentials/acme/default.json");
  }

  static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  /** What a check-up says of one thing. */
  static JsonObject check(Result doctor, String name) {
    return json(doctor.stdout()).getJsonArray("checks").getValuesAs(JsonObject.class).stream()
        .filter(check -> check.getString("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no check " + name + " in " + doctor));
  }
}
