package dev.keyfob.auth.api.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.internal.TestAccount;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialOriginTests {
  private static final JsonObject SESSION =
      JsonText.parseObject("{\"access_token\":\"a\",\"issuer\":\"https://login.example.com\"}");

  private final TestAccount acme = new TestAccount();

  private CredentialDocument boundTo(String api) {
    return CredentialOrigin.bind(
        CredentialDocument.EMPTY, acme.profile("{'apiBaseUri':'" + api + "'}").profile());
  }

  private Optional<String> require(CredentialDocument document, String profile) {
    return CredentialOrigin.require(acme.profile(profile).account(), document, SESSION);
  }

  @Test
  void require_sameOrigin_isFineWhateverThePath() {
    CredentialDocument document = boundTo("https://api.example.com/v1");
    assertEquals(
        Optional.empty(), require(document, "{'apiBaseUri':'https://API.example.com:443/v2'}"));
  }

  @Test
  void require_otherOrigin_isALoginAndNotARequest() {
    CredentialDocument document = boundTo("https://staging.example.com");
    AuthException e =
        assertThrows(
            AuthException.NotLoggedIn.class,
            () -> require(document, "{'apiBaseUri':'https://api.example.com'}"));
    assertTrue(e.getMessage().contains("https://staging.example.com"), e.getMessage());
    assertEquals(Optional.of("keyfob login acme"), e.hint());
  }

  @Test
  void require_sentElsewhereByTheEnvironment_isSaid() {
    CredentialDocument document = boundTo("https://api.example.com");
    acme.environment.put("KEYFOB_ACME_API_URL", "http://127.0.0.1:9");
    String said = require(document, "{'apiBaseUri':'http://127.0.0.1:9'}").orElseThrow();
    assertTrue(said.startsWith("KEYFOB_ACME_API_URL"), said);
  }

  @Test
  void require_sessionOfAnotherIssuer_isALogin() {
    assertThrows(
        AuthException.NotLoggedIn.class,
        () ->
            require(
                CredentialDocument.EMPTY,
                "{'oauth':{'issuer':'https://other.example.com','clientId':'c'}}"));
  }

  @Test
  void require_documentOfAnEarlierVersion_saysNothing() {
    assertEquals(
        Optional.empty(),
        require(CredentialDocument.EMPTY, "{'apiBaseUri':'https://api.example.com'}"));
  }

  @Test
  void bind_fileOfAnotherTool_isLeftWithoutAWord() {
    acme.profile("{'apiBaseUri':'https://api.example.com','credentialFile':'/opt/tool/key'}");
    assertEquals(
        CredentialDocument.EMPTY.json(),
        CredentialOrigin.bind(CredentialDocument.EMPTY, acme.profile()).json());
  }
}
