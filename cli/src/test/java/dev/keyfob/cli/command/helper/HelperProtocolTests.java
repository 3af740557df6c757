package dev.keyfob.cli.command.helper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.cli.Stage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other programs write to their helpers, and what they are to read. */
class HelperProtocolTests {
  private static final String TOKEN = "pat_12345678";

  @TempDir Path home;
  private Stage stage;

  @BeforeEach
  void setUp() {
    stage =
        new Stage(home)
            .file(
                "profiles/forge.json",
                """
                {"apiBaseUri":"https://api.forge.example","pat":{"prefix":"pat_"},
                 "credentialHosts":["forge.example","localhost:5000"]}
                """)
            .env("KEYFOB_FORGE_TOKEN", TOKEN);
  }

  @AfterEach
  void tearDown() {
    stage.close();
  }

  @Test
  void headers_profile_isOneObjectOfTexts() {
    assertEquals(
        "{\"Authorization\":\"Bearer " + TOKEN + "\"}\n",
        stage.run("credential headers forge", "").out());
  }

  @Test
  void headers_serverOfTheVariable_isAnsweredIfItIsTheProfiles() {
    stage.env("CLAUDE_CODE_MCP_SERVER_URL", "https://forge.example/mcp");
    assertTrue(stage.run("credential headers", "").out().contains(TOKEN));

    stage.env("CLAUDE_CODE_MCP_SERVER_URL", "https://evil.example/mcp");
    Stage.Outcome refused = stage.run("credential headers forge", "");
    assertEquals("", refused.out());
    assertNotEquals(0, refused.code());
  }

  @Test
  void bazel_ownAddress_isAnsweredWithLists() {
    assertEquals(
        "{\"headers\":{\"Authorization\":[\"Bearer " + TOKEN + "\"]}}\n",
        stage.run("credential bazel get", "{\"uri\":\"https://forge.example/a/b\"}").out());
  }

  @ParameterizedTest
  @CsvSource({"'{\"uri\":\"https://evil.example/\"}'", "'nonsense'", "'{}'"})
  void bazel_anythingElse_fails(String input) {
    Stage.Outcome outcome = stage.run("credential bazel get", input);
    assertEquals("", outcome.out());
    assertNotEquals(0, outcome.code());
  }

  @Test
  void cargo_ownRegistry_isAnsweredALineEach() {
    String out =
        stage
            .run(
                "credential cargo --cargo-plugin",
                """
                {"v":1,"kind":"get","operation":"read","registry":{"index-url":"sparse+https://forge.example/index/"}}
                {"v":1,"kind":"get","operation":"read","registry":{"index-url":"https://evil.example/"}}
                {"v":1,"kind":"login","registry":{"index-url":"https://forge.example/"}}
                """)
            .out();

    assertEquals(
        """
        {"v":[1]}
        {"Ok":{"kind":"get","token":"pat_12345678","cache":"session","operation_independent":true}}
        {"Err":{"kind":"url-not-supported"}}
        {"Err":{"kind":"operation-not-supported"}}
        """,
        out);
  }

  /** It would go to crates.io, which is not where the index is. */
  @Test
  void cargo_registryWhoseIndexIsOnTheForge_getsNothing() {
    stage
        .file(
            "profiles/hub.json",
            "{\"apiBaseUri\":\"https://api.github.com\",\"pat\":{},\"credentialHosts\":[\"github.com\"]}")
        .env("KEYFOB_HUB_TOKEN", TOKEN);

    String out =
        stage
            .run(
                "credential cargo --cargo-plugin",
                """
                {"v":1,"kind":"get","operation":"publish","registry":{"index-url":"https://github.com/rust-lang/crates.io-index","name":"crates-io"}}
                """)
            .out();

    assertEquals("{\"v\":[1]}\n{\"Err\":{\"kind\":\"url-not-supported\"}}\n", out);
  }

  @Test
  void terraform_ownHostAndAnother_tokenAndNothing() {
    assertEquals(
        "{\"token\":\"" + TOKEN + "\"}\n",
        stage.run("credential terraform get forge.example", "").out());
    assertEquals("{}\n", stage.run("credential terraform get evil.example", "").out());
    assertNotEquals(0, stage.run("credential terraform store forge.example", "{}").code());
  }

  @Test
  void google_noSession_saysSoInItsOwnForm() {
    Stage.Outcome outcome = stage.run("credential google forge", "");
    assertTrue(outcome.out().startsWith("{\"version\":1,\"success\":false,\"code\":\""));
    assertNotEquals(0, outcome.code());
  }

  @Test
  void docker_registryOnThisMachine_isAnsweredWithoutTls() {
    assertTrue(stage.run("credential docker get", "localhost:5000").out().contains(TOKEN));
    assertTrue(
        stage.run("credential docker get", "http://localhost:5000/v2/").out().contains(TOKEN));
    assertTrue(stage.run("credential docker version", "").out().startsWith("docker-credential-"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "'wwwauth[]=Bearer realm=x', true",
    "'wwwauth[]=Basic realm=x', false",
    "'wwwauth[]=Negotiate', false"
  })
  void git_thatKnowsSchemes_getsOneUnlessTheServerWantsAPassword(String more, boolean scheme) {
    String out =
        stage
            .run(
                "credential git get",
                "capability[]=authtype\ncapability[]=state\nprotocol=https\nhost=forge.example\n"
                    + more
                    + "\n\n")
            .out();

    assertTrue(out.contains("state[]=keyfob."), out);
    assertEquals(scheme, out.contains("authtype=Bearer\ncredential=" + TOKEN + "\n"), out);
    assertEquals(scheme, out.contains("ephemeral=1"), out);
    assertEquals(!scheme, out.contains("password=" + TOKEN), out);
  }
}
