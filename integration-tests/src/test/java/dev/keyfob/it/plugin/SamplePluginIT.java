package dev.keyfob.it.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.Fixtures;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's provider and store, from the jar in the plugin folder to the signed request. */
class SamplePluginIT {
  @TempDir Path directory;

  private final KeyPair keys = SamplePlugin.keys();
  private final SignedApi api = SignedApi.start(keys.getPublic());
  private PluginHome home = new PluginHome(Path.of(""));

  @BeforeEach
  void dropPlugin() throws IOException {
    home = PluginHome.in(directory.resolve("home"));
    home.drop(SamplePlugin.jar());
    home.profile(
        "acme",
        """
        {'displayName': 'Acme', 'apiBaseUri': '%s', 'identityPath': '/me',
         'identityFields': ['key'], 'apiKey': {}, 'signature': {},
         'environment': {'signature': ['ACME_SIGNING_KEY']}, 'credentialCommand': ['sh', '%s']}
        """
            .formatted(
                api.address(),
                Fixtures.load()
                    .root()
                    .resolve(
                        "docs/examples/plugin/src/test/resources/com/example/signature/keep-files.sh")));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Result login(String... arguments) {
    return keyfob().withInput(SamplePlugin.text(keys) + "\n").run(arguments);
  }

  private KeyfobProcess keyfob() {
    return home.keyfob().with("KEPT", directory.resolve("kept").toString());
  }

  private static Result ok(Result result) {
    assertEquals(0, result.exitCode(), result::toString);
    return result;
  }

  @Test
  void plugins_jarInTheFolder_areListedWithTheirPlace() {
    Result listed = ok(keyfob().run("plugins"));

    String jar = home.plugins().resolve(SamplePlugin.jar().getFileName()).toString();
    assertTrue(
        listed.stdout().matches("(?s).*provider signature +" + jar + "\n.*"), listed::toString);
    assertTrue(listed.stdout().matches("(?s).*store command +" + jar + "\n.*"), listed::toString);
  }

  @Nested
  class LoggingIn {
    @Test
    void login_nobodyThere_namesTheCommandThatWorks() {
      Result result = keyfob().run("login", "acme");

      assertEquals(3, result.exitCode(), result::toString);
      assertTrue(result.stderr().contains("keyfob login acme --signature"), result::toString);
    }

    @Test
    void login_person_seesItInThePickerAndTypesTheKeyUnseen() {
      KeyfobProcess terminal =
          new KeyfobProcess(
              Path.of("/bin/sh"), directory, keyfob().environment(), "", Duration.ofSeconds(60));
      // What is typed ahead is dropped, so each answer waits for its question.
      String person =
          """
          { until grep -qs 'Signing key (Ed25519)' seen; do sleep 0.1; done; printf 2
            until grep -qs 'NAME:KEY' seen; do sleep 0.1; done; printf '%s\\r' "$KEY"
          } | script -qefc "$KEYFOB login acme" seen
          """;
      Result result =
          terminal
              .with("TERM", "xterm")
              .with("KEYFOB", keyfob().executable().toString())
              .with("KEY", SamplePlugin.text(keys))
              .run("-c", person);

      ok(result);
      assertTrue(result.stdout().contains("Signing key (Ed25519)"), result::toString);
      assertFalse(result.stdout().contains(SamplePlugin.text(keys)), result::toString);
      assertEquals(SamplePlugin.text(keys) + "\n", ok(keyfob().run("token", "acme")).stdout());
    }

    @Test
    void login_textThatIsNoKey_isRefusedAndNothingIsStored() {
      Result result =
          keyfob().withInput("build-7:bm90IGEga2V5\n").run("login", "acme", "--signature");

      assertEquals(3, result.exitCode(), result::toString);
      assertTrue(result.stderr().contains("is not an Ed25519 key"), result::toString);
      assertFalse(result.stderr().contains("bm90IGEga2V5"), result::toString);
      assertEquals(3, keyfob().run("token", "acme").exitCode());
    }

    @Test
    void login_keyThatTheServiceDoesNotKnow_isRefused() {
      Result result =
          keyfob()
              .withInput(SamplePlugin.text(SamplePlugin.keys()) + "\n")
              .run("login", "acme", "--signature");

      assertEquals(3, result.exitCode(), result::toString);
      assertTrue(result.stderr().contains("invalid_credential"), result::toString);
    }
  }

  @Nested
  class LoggedIn {
    @BeforeEach
    void logIn() {
      Result result = ok(login("login", "acme", "--signature", "--json"));
      assertTrue(result.stdout().contains("\"type\":\"signature\""), result::toString);
      assertTrue(result.stdout().contains("\"store\":\"file\""), result::toString);
      assertTrue(result.stdout().contains("\"verified\":true"), result::toString);
    }

    @Test
    void api_request_isSigned() {
      ok(keyfob().run("api", "acme", "/v1/things?a=1&b=%20c"));
      Result posted =
          ok(keyfob().withInput("{\"x\":1}").run("api", "acme", "POST", "/v1/things", "-d", "@-"));

      assertTrue(posted.stdout().contains("\"bytes\":7"), posted::toString);
      assertEquals(List.of("signed", "signed", "signed"), api.verdicts(), "with the login's");
    }

    @Test
    void status_online_asksTheService() {
      Result result = ok(keyfob().run("status", "acme", "--json"));

      assertTrue(result.stdout().contains("\"type\":\"signature\""), result::toString);
      assertTrue(result.stdout().contains("\"state\":\"static\""), result::toString);
      assertTrue(result.stdout().contains("\"key\":\"build-7\""), result::toString);
    }

    @Test
    void token_always_isWhatWasPipedIn() {
      assertEquals(SamplePlugin.text(keys) + "\n", ok(keyfob().run("token", "acme")).stdout());
    }

    @Test
    void logout_then_nothingIsLeft() {
      Result result = ok(keyfob().run("logout", "acme", "--json"));

      assertTrue(result.stdout().contains("\"cleared\":[\"signature\"]"), result::toString);
      assertTrue(result.stdout().contains("nothing_to_revoke"), result::toString);
      assertEquals(3, keyfob().run("status", "acme").exitCode());
    }

    @Test
    void token_jarTakenAway_saysWhatIsMissingAndDeletesNothing() throws IOException {
      Path jar = home.plugins().resolve(SamplePlugin.jar().getFileName());
      Files.delete(jar);
      Result without = keyfob().run("token", "acme");
      home.drop(SamplePlugin.jar());

      assertEquals(1, without.exitCode(), without::toString);
      assertTrue(without.stderr().contains("plugin_error"), without::toString);
      ok(keyfob().run("token", "acme"));
    }
  }

  @Test
  void environment_variableOfThePluginsRole_winsAndIsUsed() {
    Result result =
        ok(
            keyfob()
                .with("ACME_SIGNING_KEY", SamplePlugin.text(keys))
                .run("api", "acme", "/v1/things"));

    assertTrue(result.stdout().contains("build-7"), result::toString);
    assertEquals(List.of("signed"), api.verdicts());
  }

  @Test
  void store_ofThePlugin_keepsTheCredentialAndIsRemembered() throws IOException {
    Result result = ok(login("login", "acme", "--signature", "--store", "command", "--json"));

    assertTrue(result.stdout().contains("\"store\":\"command\""), result::toString);
    try (var files = Files.walk(home.directory().resolve("credentials"))) {
      assertEquals(0, files.filter(file -> file.toString().endsWith(".json")).count());
    }
    assertEquals(SamplePlugin.text(keys) + "\n", ok(keyfob().run("token", "acme")).stdout());
    ok(keyfob().run("logout", "acme"));
    try (var kept = Files.walk(directory.resolve("kept"))) {
      assertEquals(0, kept.filter(Files::isRegularFile).count());
    }
  }

  @Test
  void jarWithoutDescriptor_namedByServiceFiles_worksAsWell() throws IOException {
    Files.delete(home.plugins().resolve(SamplePlugin.jar().getFileName()));
    home.drop(
        SourceJar.rewritten(
            SamplePlugin.jar(),
            directory.resolve("signature-2.1.jar"),
            Map.of(
                SourceJar.PROVIDER, "com.example.signature.SignatureProvider",
                SourceJar.STORE, "com.example.signature.CommandStoreFactory")));

    ok(login("login", "acme", "--signature", "--store", "command"));
    ok(keyfob().run("api", "acme", "/v1/things"));
    Result listed = ok(keyfob().run("plugins", "--json"));

    assertEquals(List.of("signed", "signed"), api.verdicts());
    assertTrue(listed.stdout().contains("\"version\":\"2.1\""), listed::toString);
  }
}
