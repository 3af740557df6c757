package dev.keyfob.it.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.RawClient;
import dev.keyfob.it.login.Visitor.Waiting;
import dev.keyfob.it.process.Result;
import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person is told when a login fails, and that nothing is left behind. */
class LoginFailuresIT {
  private Visitor visitor;

  @BeforeEach
  void moveIn(@TempDir Path home) {
    visitor = Visitor.at(home);
  }

  @AfterEach
  void moveOut() {
    visitor.close();
  }

  private Result answered(String query) {
    try (Waiting login = visitor.login()) {
      URI genuine = visitor.idp().consent(login.address());
      String target = query.isEmpty() ? genuine.getRawQuery() : query + state(genuine);
      RawClient.exchange(
          login.redirectUri(),
          "GET",
          genuine.getRawPath() + "?" + target,
          login.redirectUri().getAuthority(),
          "");
      return login.result();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String state(URI genuine) {
    String query = genuine.getRawQuery();
    return query.substring(query.indexOf("&state="));
  }

  private static void assertFails(int code, String error, String said, Result result) {
    assertEquals(code, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains("\"" + error + "\""), result::toString);
    assertTrue(result.stderr().contains(said), result::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "error=access_denied,           3, login_denied,         was declined",
    "error=unauthorized_client,     2, oauth_not_configured, does not accept the client acme-cli",
    "error=invalid_scope,           2, oauth_not_configured, does not grant the scopes",
    "error=server_error,            1, idp_unavailable,      cannot do it now",
    "error=temporarily_unavailable, 1, idp_unavailable,      cannot do it now",
    "error=login_required,          3, login_denied,         did not let you log in",
    "error=invalid_request,         1, protocol_error,       refused the request (invalid_request)",
  })
  void errorInTheBrowser_ofTheIdentityProvider_isToldApart(
      String answer, int code, String error, String said) {
    assertFails(code, error, said, answered(answer));
    assertEquals(0, visitor.idp().tokenRequests());
    assertFalse(visitor.isLoggedIn());
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_grant,   3, login_denied,         it has expired or was used before",
    "401, invalid_client,  2, oauth_not_configured, does not accept the client acme-cli",
    "400, invalid_scope,   2, oauth_not_configured, does not grant the scopes",
    "503, whatever,        1, idp_unavailable,      HTTP 503",
    "400, invalid_request, 1, protocol_error,       refused the request (invalid_request)",
  })
  void errorAtTheTokenEndpoint_isToldApart(
      int status, String oauthError, int code, String error, String said) {
    visitor
        .idp()
        .answering("/token", request -> Reply.json(status, "{\"error\":\"" + oauthError + "\"}"));
    assertFails(code, error, said, answered(""));
    assertFalse(visitor.isLoggedIn());
  }

  @Nested
  class Withdrawn {
    private void assertWithdrawn() {
      assertEquals(1, visitor.idp().tokenRequests());
      assertEquals(2, visitor.idp().requests("/revoke").size());
      assertFalse(visitor.isLoggedIn());
    }

    @Test
    void tokens_ofSomebodyElse_areRevoked() {
      visitor
          .idp()
          .answering("/userinfo", request -> Reply.json(200, "{\"sub\":\"somebody-else\"}"));
      assertFails(1, "protocol_error", "belongs to another person", answered(""));
      assertWithdrawn();
    }

    @Test
    void tokens_whoseOwnerCannotBeAsked_areOfWhomTheIdTokenNames() {
      visitor.idp().answering("/userinfo", request -> Reply.empty(503));
      assertEquals(0, answered("").exitCode());
      assertTrue(visitor.isLoggedIn());
    }

    @Test
    void tokens_withABadIdToken_areRevoked() {
      visitor
          .idp()
          .claims(claims -> Json.createObjectBuilder(claims).add("nonce", "of another").build());
      assertFails(1, "protocol_error", "nonce", answered(""));
      assertWithdrawn();
    }

    @Test
    void tokens_thatCannotBeSaved_areRevoked() {
      visitor
          .idp()
          .answering(
              "/userinfo",
              request -> {
                plantALink();
                return null;
              });
      assertEquals(5, answered("").exitCode());
      assertEquals(2, visitor.idp().requests("/revoke").size());
    }

    /** The store was writable when the login began. */
    private void plantALink() {
      try {
        Files.createDirectories(visitor.document().getParent());
        Files.createSymbolicLink(visitor.document(), visitor.home().resolve("elsewhere"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
