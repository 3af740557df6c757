package dev.keyfob.it.systems;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.FakeIdentityProvider.Tokens;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.process.Result;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** keyfob in the place of {@code pcc auth}; the bullets are in docs/systems.md. */
@NeedsTool("curl")
class PipecatIT {
  private static final String EMAIL = "ada@example.org";
  private static final String PAT = "pcc_pat_0123456789";
  private static final String ORGANIZATIONS = "/v1/organizations";
  private static final String LOGOUT = "/auth/logout";

  private StandIn pipecat;
  private User ada;
  private Path file;

  @BeforeEach
  void start(@TempDir Path home) {
    pipecat =
        new StandIn("pcc-cli")
            .admitting(PAT)
            .answering(ORGANIZATIONS, "{\"organizations\": [{\"name\": \"acme\"}]}")
            .answering(
                "/v1/users",
                "{\"user\": {\"userId\": \"u1\", \"emails\": [{\"emailAddress\": \""
                    + EMAIL
                    + "\"}]}}")
            .answering(LOGOUT, "{}");
    config(
        """
        {"issuer": "%s", "client_id": "pcc-cli", "scopes": "openid profile email offline_access"}
        """
            .formatted(pipecat.idp.issuer()));
    ada =
        User.at(home)
            .with("KEYFOB_PROFILE", "pipecat")
            .with("KEYFOB_HOME", home.resolve("keyfob").toString())
            .with("PIPECAT_API_HOST", pipecat.address(""));
    file = home.resolve("keyfob/credentials/pipecat/default.json");
  }

  @AfterEach
  void stop() {
    pipecat.close();
  }

  private void config(String json) {
    pipecat.idp.answering("/auth/config", r -> Reply.json(200, json));
  }

  private JsonObject oauth() {
    return User.object(ada.read(file)).getJsonObject("oauth");
  }

  private void storedSession(Duration end) {
    Tokens tokens = pipecat.idp.issue();
    ada.write(file, HeygenStandIn.session(tokens, end));
  }

  @Nested
  class Login {
    @Test
    void login_onlyTheApiIsKnown_theRestIsDiscovered() {
      ada.ok("login", "--oauth");
      URI redirect =
          URI.create(pipecat.last("/authorize").parameters().getOrDefault("redirect_uri", ""));
      assertEquals("127.0.0.1", redirect.getHost());
      assertEquals("/oauth_callback", redirect.getPath());
      assertTrue(redirect.getPort() >= 8400 && redirect.getPort() <= 8404, redirect::toString);
      assertEquals(
          "openid profile email offline_access",
          pipecat.last("/authorize").parameters().get("scope"));
      assertEquals(EMAIL + "\n", ada.ok("whoami").stdout());
      String page = ada.read(ada.home().resolve("page.html"));
      assertTrue(page.contains("Pipecat Cloud") && page.contains("prefers-color-scheme: dark"));
    }

    @Test
    void login_portTaken_takesTheNextAndNoneFreeIsSaid() throws IOException {
      List<ServerSocket> taken = new ArrayList<>();
      try {
        occupy(taken, 8400, 8401);
        ada.ok("login", "--oauth");
        int port =
            URI.create(pipecat.last("/authorize").parameters().getOrDefault("redirect_uri", ""))
                .getPort();
        assertTrue(port > 8401, "port " + port);

        occupy(taken, 8402, 8403, 8404);
        JsonObject error = ada.error(2, "login", "--oauth");
        assertTrue(error.getString("message").contains("8400"), error::toString);
        assertTrue(error.getString("message").contains("8404"), error::toString);
      } finally {
        for (ServerSocket socket : taken) {
          socket.close();
        }
      }
    }

    /** A port that somebody else has taken is as good as one that is taken here. */
    private void occupy(List<ServerSocket> taken, int... ports) throws IOException {
      for (int port : ports) {
        ServerSocket socket = new ServerSocket();
        taken.add(socket);
        try {
          socket.bind(
              new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        } catch (java.net.BindException e) {
          socket.close();
        }
      }
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "issuer | \"https://other.example\"",
          "token_endpoint | \"http://plain.example/token\"",
          "code_challenge_methods_supported | [\"plain\"]",
          "response_types_supported | [\"token\"]"
        })
    void login_metadataThatIsWrong_isRefused(String field, String value) {
      pipecat.idp.metadata(
          metadata ->
              User.object(
                  Json.createObjectBuilder(metadata)
                      .remove(field)
                      .build()
                      .toString()
                      .replaceFirst("\\{", "{\"" + field + "\":" + value + ",")));
      assertEquals("protocol_error", ada.error(1, "login", "--oauth").getString("code"));
      assertEquals(List.of(), pipecat.requests("/authorize"));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{} | 2 | oauth_not_configured",
          "[] | 1 | protocol_error",
          "{\"issuer\": 7} | 1 | protocol_error"
        })
    void login_configurationProblems_areTyped(String json, int exitCode, String code) {
      config(json);
      assertEquals(code, ada.error(exitCode, "login", "--oauth").getString("code"));
    }

    @Test
    void login_serviceAway_isTransient() {
      pipecat.failing("/auth/config", 503);
      assertTrue(ada.error(1, "login", "--oauth").getBoolean("retryable"));
    }

    @Test
    void login_expiresInMissing_isADay() {
      pipecat.idp.tokenAnswer(
          answer -> Json.createObjectBuilder(answer).remove("expires_in").build());
      Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS); // as what is printed
      Instant end = Instant.parse(ada.json("login", "--oauth", "--json").getString("expires_at"));
      assertFalse(end.isBefore(before.plusSeconds(86_400)), end::toString);
      assertTrue(end.isBefore(Instant.now().plusSeconds(86_401)), end::toString);
    }
  }

  @Nested
  class PersonalAccessTokens {
    @Test
    void usePat_good_isVerifiedAndReplacesTheSessionAndKeepsWhatElseIsThere() {
      Tokens tokens = pipecat.idp.issue();
      JsonObject session = User.object(HeygenStandIn.session(tokens, Duration.ofHours(1)));
      ada.write(file, Json.createObjectBuilder(session).add("org", "acme").build().toString());

      JsonObject report = User.object(ada.typing(PAT).ok("use-pat", "--json").stdout());
      assertEquals("[\"oauth\"]", report.getJsonArray("cleared").toString());
      assertEquals("Bearer " + PAT, pipecat.last(ORGANIZATIONS).headers().get("authorization"));
      assertEquals("acme", User.object(ada.read(file)).getString("org"));
      assertEquals(PAT, User.object(ada.read(file)).getString("pat"));
      JsonObject whoami = ada.json("whoami", "--json");
      assertEquals("pat", whoami.getString("type"));
      assertEquals(EMAIL, whoami.getJsonObject("user").getString("emailAddress"));
    }

    @Test
    void usePat_wrongPrefix_isRefusedUnsent() {
      JsonObject error = ada.typing("ghp_0123456789").error(3, "use-pat");
      assertTrue(error.getString("message").contains("does not start with pcc_pat_"));
      assertEquals(List.of(), pipecat.requests(ORGANIZATIONS));
    }

    @Test
    void usePat_rejected_storesNothing() {
      assertEquals(
          "invalid_credential",
          ada.typing("pcc_pat_unknown").error(3, "use-pat").getString("code"));
      assertFalse(Files.exists(file));
    }

    @Test
    void environment_pat_worksWithoutALoginAndIsNeverRenewed() {
      User robot = ada.with("PIPECAT_TOKEN", PAT);
      assertEquals(PAT + "\n", robot.ok("token").stdout());
      JsonObject status = robot.json("status", "--json");
      assertEquals("pat", status.getString("type"));
      assertEquals("static", status.getString("state"));
      assertEquals(2, robot.run("refresh").exitCode());
      assertEquals(0, pipecat.idp.tokenRequests());
    }

    @Test
    void organization_isTheProfilesUnlessTheEnvironmentNamesAnother() {
      ada.typing(
              Json.createObjectBuilder(ada.json("profile", "show", "--json"))
                  .add("organization", "acme")
                  .build()
                  .toString())
          .ok("profile", "import", "-", "--name", "pipecat", "--force");
      ada.typing(PAT).ok("use-pat");
      assertEquals("acme", organization(ada));
      assertEquals("other", organization(ada.with("PIPECAT_ORG", "other")));
    }

    private String organization(User user) {
      return user.json("profile", "show", "--effective", "--json").getString("organization");
    }
  }

  @Nested
  class Organization {
    private static final String AGENTS = "/v1/organizations/beta/services";

    @BeforeEach
    void listTwo() {
      pipecat
          .answering(
              ORGANIZATIONS,
              "{\"organizations\": [{\"name\": \"acme\", \"verboseName\": \"Acme\"},"
                  + " {\"name\": \"beta\", \"verboseName\": \"Beta\"}]}")
          .answering(AGENTS, "{\"services\": []}");
    }

    @Test
    void login_several_takesTheFirstAndAnotherCanBeChosen() {
      assertEquals("acme", ada.json("login", "--oauth", "--json").getString("organization"));
      ada.ok("account", "use", "--organization", "beta");
      ada.ok("api", "/v1/organizations/{organization}/services");
      assertEquals(1, pipecat.requests(AGENTS).size());
      JsonObject error = ada.error(2, "account", "use", "--organization", "gamma");
      assertTrue(error.getString("message").contains("but acme, beta."), error::toString);

      ada.typing(PAT).ok("use-pat");
      assertEquals("beta", ada.json("status", "--json").getString("organization"));
      assertEquals("beta", User.object(ada.read(file)).getString("organization"));
    }

    @Test
    void environment_organization_wins() {
      ada.ok("login", "--oauth");
      ada.with("PIPECAT_ORG", "beta").ok("api", "/v1/organizations/{organization}/services");
      assertEquals(1, pipecat.requests(AGENTS).size());
    }
  }

  @Nested
  class Session {
    @Test
    void token_lessThanAMinuteLeft_isRenewedAndRotated() {
      storedSession(Duration.ofSeconds(50));
      String first = oauth().getString("refresh_token");
      assertTrue(pipecat.idp.accepts(ada.ok("token").stdout().strip()));
      assertNotEquals(first, oauth().getString("refresh_token"));
    }

    @Test
    void token_sessionKnowsItsIssuer_theServiceIsNotAskedAgain() {
      ada.ok("login", "--oauth");
      int asked = pipecat.requests("/auth/config").size();
      ada.ok("refresh");
      assertEquals(asked, pipecat.requests("/auth/config").size());
    }

    @Test
    void logout_confirmed_isByTheServicesOwnAddress() {
      storedSession(Duration.ofHours(1));
      String access = oauth().getString("access_token");
      String refresh = oauth().getString("refresh_token");
      assertEquals("revoked", ada.json("logout", "--json").getString("revocation"));
      assertEquals("POST", pipecat.last(LOGOUT).method());
      assertEquals("Bearer " + access, pipecat.last(LOGOUT).headers().get("authorization"));
      assertEquals(refresh, User.object(pipecat.last(LOGOUT).body()).getString("refresh_token"));
      assertEquals(List.of(), pipecat.requests("/revoke"));
      assertFalse(Files.exists(file));
    }

    @Test
    void logout_unconfirmedAndUnavailable_areToldApart() {
      storedSession(Duration.ofHours(1));
      pipecat.failing(LOGOUT, 400);
      Result unconfirmed = ada.ok("logout", "--json");
      assertTrue(unconfirmed.stdout().contains("not_confirmed"), unconfirmed::toString);
      assertFalse(unconfirmed.stderr().contains("cannot end the session now"));

      storedSession(Duration.ofHours(1));
      pipecat.failing(LOGOUT, 503);
      Result unavailable = ada.ok("logout", "--json");
      assertTrue(unavailable.stdout().contains("not_confirmed"), unavailable::toString);
      assertTrue(
          unavailable.stderr().contains("Pipecat Cloud cannot end the session now (HTTP 503)"),
          unavailable::toString);
      assertFalse(Files.exists(file));
    }
  }
}
