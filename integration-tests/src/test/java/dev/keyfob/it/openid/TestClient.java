package dev.keyfob.it.openid;

import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * keyfob as the client of one plan: a profile, a key where the plan wants one, and a browser that
 * does nothing but follow redirects.
 */
final class TestClient {
  private static final String PROFILE = "suite";
  private static final String CLIENT_ID = "keyfob-client";
  private static final String SECRET = "a secret: 100% of it, in a form + a header";

  private final ClientPlan plan;
  private final URI issuer;
  private final Path certificates;
  private final int port;
  private final Path home;

  TestClient(ClientPlan plan, URI issuer, Path certificates, Path home) {
    this.plan = plan;
    this.issuer = issuer;
    this.certificates = certificates;
    this.home = home;
    this.port = freePort();
  }

  /** Writes the profile, makes the key, and gives what the suite has to know of the client. */
  JsonObject register() {
    write(profile());
    JsonObjectBuilder client =
        Json.createObjectBuilder()
            .add("client_id", CLIENT_ID)
            .add("scope", String.join(" ", plan.scopes()))
            .add("redirect_uri", "http://127.0.0.1:" + port + "/callback");
    if (plan.clientAuth().equals("private_key_jwt")) {
      client.add("jwks", parsed(required(run("profile", "keygen", PROFILE)).stdout()));
    } else if (!plan.clientAuth().equals("none")) {
      client.add("client_secret", SECRET);
    }
    return Json.createObjectBuilder()
        .add("alias", alias(plan))
        .add("description", "keyfob: " + plan.title())
        .add("client", client)
        .build();
  }

  /** A name of its own in the suite, so that several plans can run at once. */
  static String alias(ClientPlan plan) {
    return "keyfob-" + plan.title();
  }

  private JsonObject profile() {
    JsonArrayBuilder scopes = Json.createArrayBuilder(plan.scopes());
    JsonObjectBuilder oauth =
        Json.createObjectBuilder()
            .add("issuer", issuer.toString())
            .add("clientId", CLIENT_ID)
            .add("clientAuth", plan.clientAuth())
            .add("scopes", scopes)
            .add("redirectPorts", Json.createArrayBuilder().add(port));
    if (plan.clientAuth().equals("basic") || plan.clientAuth().equals("post")) {
      oauth.add("clientSecret", SECRET);
    }
    JsonObjectBuilder profile = Json.createObjectBuilder();
    if (plan.kind() == ClientPlan.Kind.OPENID) {
      profile.add(
          "identityFields", Json.createArrayBuilder(List.of("email", "sub", "credit_score")));
    } else {
      profile.add("apiBaseUri", issuer.resolve("open-banking/v1.1").toString());
      oauth.add("dpop", true);
    }
    if (plan.kind() == ClientPlan.Kind.FAPI) {
      oauth.add("par", true);
    }
    if (plan.kind() == ClientPlan.Kind.JOB) {
      profile.add("workload", Json.createObjectBuilder().add("grant", "client_credentials"));
    }
    return profile.add("oauth", oauth).build();
  }

  /**
   * Does in one module what the suite asks its client to do; without a session nothing more can be
   * done.
   */
  List<Result> play(String module) {
    List<Result> done = new ArrayList<>();
    forgetSession();
    for (Supplier<Result> step : steps(module)) {
      Result result = step.get();
      done.add(result);
      if (result.exitCode() != 0 && result.command().contains("login")) {
        return done;
      }
    }
    return done;
  }

  private List<Supplier<Result>> steps(String module) {
    Supplier<Result> login = () -> run("login", PROFILE, "--oauth", "--timeout", "15s");
    Supplier<Result> call = () -> run("api", PROFILE, "/accounts");
    if (plan.kind() != ClientPlan.Kind.OPENID) {
      return plan.kind() == ClientPlan.Kind.JOB ? List.of(call) : List.of(login, call);
    }
    return switch (module) {
      // The suite ends these before a login is over, and takes whatever comes then for a fault.
      case "oidcc-client-test-discovery-openid-config" ->
          List.of(() -> run("login", PROFILE, "--start", "--paste"));
      case "oidcc-client-test-discovery-jwks-uri-keys" ->
          List.of(() -> run("login", PROFILE, "--oauth", "--timeout", "15s", "--no-verify"));
      case "oidcc-client-test-refresh-token" ->
          List.of(login, () -> run("refresh", PROFILE), () -> run("whoami", PROFILE));
      case "oidcc-client-test-refresh-token-invalid-issuer",
          "oidcc-client-test-refresh-token-invalid-sub" ->
          List.of(login, () -> run("refresh", PROFILE));
      case "oidcc-client-test-signing-key-rotation" -> List.of(login, login);
      default -> List.of(login);
    };
  }

  private Result run(String... arguments) {
    return KeyfobProcess.atHome(home)
        .with("KEYFOB_HOME", keyfobHome().toString())
        .with("KEYFOB_STORE", "file")
        .with("SSL_CERT_FILE", certificates.toString())
        .with("BROWSER", "curl -sSL -o /dev/null --max-time 20 --cacert " + certificates + " %s")
        .within(Duration.ofSeconds(60))
        .run(arguments);
  }

  private Path keyfobHome() {
    return home.resolve("keyfob");
  }

  private void forgetSession() {
    try {
      Files.deleteIfExists(keyfobHome().resolve("credentials/" + PROFILE + "/default.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(JsonObject profile) {
    Path profiles = keyfobHome().resolve("profiles");
    try {
      Files.createDirectories(profiles);
      Files.writeString(profiles.resolve(PROFILE + ".json"), profile.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result required(Result result) {
    if (result.exitCode() != 0) {
      throw new IllegalStateException(result.toString());
    }
    return result;
  }

  private static JsonObject parsed(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
