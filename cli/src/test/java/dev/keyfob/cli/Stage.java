package dev.keyfob.cli;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.KeyfobBuilder;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.StartedLogin;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.LoginProgress;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.apikey.ApiKeyProvider;
import dev.keyfob.auth.pat.PatProvider;
import dev.keyfob.auth.testkit.FakeProvider;
import dev.keyfob.auth.testkit.FakeSession;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.InMemoryStore;
import dev.keyfob.auth.testkit.MutableClock;
import dev.keyfob.cli.system.SystemEnvironment;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A machine for commands to run on: a home in a temporary directory, an API with a profile {@code
 * acme}, the real key providers, an identity provider that does as told, and stores in memory.
 */
public final class Stage implements AutoCloseable {
  public static final String GOOD_KEY = "sk-good-12345";
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final Pattern TICKET = Pattern.compile("\"ticket\":\"([0-9a-f]+)\"");
  private static final String ACME =
      """
      {
        "displayName": "Acme", "apiBaseUri": "API", "identityPath": "/me",
        "environment": {"apiKey": ["ACME_KEY"]},
        "apiKey": {"header": "x-api-key"},
        "pat": {"prefix": "pat_", "verifyPath": "/me"},
        "oauth": {"issuer": "https://id.acme.example", "clientId": "cli"}
      }
      """;

  private final Path home;
  private final HttpStub api = HttpStub.start(AcmeApi::answer);
  private final InMemoryStore file = new InMemoryStore();
  private final InMemoryStore keychain = new InMemoryStore("keychain");
  private final MutableClock clock = new MutableClock(NOW);
  private final Map<String, String> environment = new HashMap<>();
  private final FakeProvider oauth =
      new FakeProvider("oauth")
          .offering(
              new LoginMethod("browser", "Browser (OAuth)", "--oauth", true),
              new LoginMethod("device", "Second device", "--device", true))
          .identifying(Stage::identity)
          .inTwoHalves(Stage::start, state -> new LoginProgress.Pending(state));
  private String ticket = "";
  private FakeTty tty = FakeTty.NONE;
  private String typed = "";

  public Stage(Path home) {
    this.home = home;
    environment.put("KEYFOB_HOME", home.toString());
    keychain(false);
    environment.put("BROWSER", "/usr/bin/true");
    file("profiles/acme.json", ACME.replace("API", api.uri("").toString()));
    oauth.loggingIn(session("at-login", Duration.ofHours(1)));
  }

  /** What a command has left behind. */
  public record Outcome(int code, String out, String err) {}

  /** Runs a command whose arguments are separated by blanks. */
  public Outcome run(String line) {
    return run(line, "");
  }

  /** Runs a command with something on standard input. */
  public Outcome run(String line, String input) {
    return run(List.of(line.split(" ", -1)), input);
  }

  public Outcome run(List<String> args, String input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    SystemEnvironment system =
        new SystemEnvironment(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            tty,
            environment,
            clock,
            home,
            "Linux",
            () -> new FakeKeys(typed),
            this::library,
            () -> Optional.of(home.resolve("docs")).filter(Files::isDirectory));
    int code =
        CommandLine.run(args.stream().map(a -> a.replace("TICKET", ticket)).toList(), system);
    rememberTicket(out.toString(StandardCharsets.UTF_8));
    return new Outcome(code, portable(out.toString(StandardCharsets.UTF_8)), portable(text(err)));
  }

  private KeyfobBuilder library() {
    return Keyfob.builder()
        .withoutPluginFolder()
        .provider(new ApiKeyProvider())
        .provider(new PatProvider())
        .provider(oauth)
        .store(file)
        .store(keychain);
  }

  public Stage env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public Stage tty(FakeTty newTty) {
    tty = newTty;
    return this;
  }

  /** What the person types into the next prompt. */
  public Stage typing(String keys) {
    typed = keys;
    return this;
  }

  public Stage file(String name, String content) {
    try {
      Path path = home.resolve(name);
      Files.createDirectories(
          path.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.writeString(path, content);
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public Stage remove(String name) {
    try {
      Files.delete(home.resolve(name));
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Has the keychain answer, or not. */
  public Stage keychain(boolean answers) {
    keychain.available(
        answers ? Availability.YES : Availability.no("The keychain does not answer.", "start it"));
    return this;
  }

  /** Puts a session into the store that works for some time. */
  public Stage session(String access, String account, Duration left) {
    file.given(
        new AccountKey("acme", account),
        "{\"oauth\":{\"access_token\":\"%s\",\"refresh_token\":\"rt-1\",\"expires_at\":\"%s\"}}"
            .formatted(access, NOW.plus(left)));
    return this;
  }

  public MutableClock clock() {
    return clock;
  }

  public InMemoryStore store() {
    return file;
  }

  public FakeProvider oauth() {
    return oauth;
  }

  public HttpStub api() {
    return api;
  }

  public Path home() {
    return home;
  }

  /** The next login ends so: {@code granted}, or the id of an error. */
  public Stage loginEnds(String how) {
    oauth.loggingIn(
        (LoginRequest request) ->
            switch (how) {
              case "granted" ->
                  new LoginOutcome(session("at-login", Duration.ofHours(1)), Optional.empty());
              case "login_denied" ->
                  throw new AuthException.Denied(
                      ErrorCode.LOGIN_DENIED, "It was declined.", "keyfob login acme");
              case "login_timeout" -> throw new AuthException.TimedOut("Timed out.", null);
              case "cancelled" -> throw new AuthException.Cancelled("Stopped.");
              default -> throw new AssertionError(how);
            });
    return this;
  }

  /** Somebody has confirmed the login that was started. */
  public Stage confirm() {
    oauth.inTwoHalves(
        Stage::start,
        state ->
            new LoginProgress.Done(
                new LoginOutcome(session("at-finished", Duration.ofHours(1)), Optional.empty())));
    return this;
  }

  private static Optional<StartedLogin> start(LoginRequest request) {
    String method = request.method().orElse("device");
    boolean byCode = method.equals("device");
    return byCode || method.equals("browser")
        ? Optional.of(
            StartedLogin.builder(
                    byCode ? "device" : "paste",
                    URI.create("https://id.acme.example/device"),
                    NOW.plus(Duration.ofMinutes(10)),
                    JsonText.parseObject("{}"))
                .verificationUriComplete(
                    Optional.of(URI.create("https://id.acme.example/device?user_code=WDJB-MJHT"))
                        .filter(complete -> byCode))
                .userCode(Optional.of("WDJB-MJHT").filter(code -> byCode))
                .interval(Optional.of(Duration.ofSeconds(5)).filter(interval -> byCode))
                .build())
        : Optional.empty();
  }

  private void rememberTicket(String out) {
    Matcher matcher = TICKET.matcher(out);
    if (matcher.find()) {
      ticket = matcher.group(1);
    }
  }

  /** The next renewal ends so: {@code renewed}, {@code dead} or {@code down}. */
  public Stage renewalEnds(String how) {
    oauth.renewing(
        before ->
            switch (how) {
              case "renewed" -> session("at-renewed", Duration.ofHours(2));
              case "dead" ->
                  throw new AuthException.SessionExpired(AccountKey.of("acme"), "it was revoked.");
              case "down" ->
                  throw new AuthException.Transient(
                      ErrorCode.IDP_UNAVAILABLE, "The identity provider does not answer.", null);
              default -> throw new AssertionError(how);
            });
    return this;
  }

  public static FakeSession session(String access, Duration left) {
    return FakeSession.of("oauth", access, "rt-1", NOW.plus(left));
  }

  private static Optional<JsonObject> identity(Credential credential) {
    return Optional.of(JsonText.parseObject("{\"email\":\"ada@acme.example\"}"));
  }

  /** What differs from run to run and machine to machine. */
  private String portable(String text) {
    String known = ticket.isEmpty() ? text : text.replace(ticket, "TICKET");
    return known
        .replaceAll(" after [0-9]+ ms", " after N ms")
        .replace(api.uri("").toString(), "API")
        .replace(api.uri("").getAuthority(), "API")
        .replace(home.toString(), "HOME");
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    api.close();
  }
}
