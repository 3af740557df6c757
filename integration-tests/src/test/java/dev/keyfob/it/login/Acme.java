package dev.keyfob.it.login;

import dev.keyfob.it.api.ProtectedApi;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Somebody with an empty home, keyfob, and a service that takes keys, tokens and sessions.
 *
 * @param home the home
 * @param keyfob the program in it
 * @param api the service
 */
record Acme(Path home, KeyfobProcess keyfob, ProtectedApi api) implements AutoCloseable {
  /** Nobody answers there: no test here comes to the point of asking. */
  private static final URI ISSUER = URI.create("https://id.acme.invalid");

  private static final String PROFILE =
      """
      {
        "displayName": "Acme", "apiBaseUri": "API", "identityPath": "/v1/me",
        "environment": {"apiKey": ["ACME_KEY"]},
        "apiKey": {"header": "X-Api-Key", "minLength": 12},
        "pat": {"prefix": "kfp_"},
        "oauth": {"issuer": "ISSUER", "clientId": "cli"}
      }
      """;

  static Acme at(Path home) {
    ProtectedApi api = ProtectedApi.start(ISSUER);
    Path profiles = home.resolve("keyfob/profiles");
    try {
      Files.createDirectories(profiles);
      Files.writeString(
          profiles.resolve("acme.json"),
          PROFILE.replace("API", api.address().toString()).replace("ISSUER", ISSUER.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Acme(home, Visitor.keyfobAt(home), api);
  }

  /** Runs keyfob with something piped in. */
  Result piped(String input, String... arguments) {
    return keyfob.withInput(input).run(arguments);
  }

  String token() {
    return keyfob.run("token", "acme").stdout().strip();
  }

  @Override
  public void close() {
    api.close();
  }
}
