package com.example.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.EnvironmentVariable;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.CredentialProviderContract;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.TestProfiles;
import jakarta.json.JsonValue;
import java.net.http.HttpClient;
import org.junit.jupiter.api.Test;

/** keyfob's contract for providers, and what is particular to this one. */
class SignatureProviderTests extends CredentialProviderContract {
  /** Any 32 bytes make an Ed25519 key, so that a part of the text can be anything. */
  private static final String KEY =
      "MC4CAQAwBQYDK2VwBCIEIJ-DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF";

  @Override
  protected CredentialProvider provider() {
    return new SignatureProvider();
  }

  @Override
  protected ServiceProfile offered() {
    return TestProfiles.acme("{'signature':{}}");
  }

  @Override
  protected JsonValue stored(String secretPart) {
    String key = KEY.substring(0, 30) + secretPart + KEY.substring(30 + secretPart.length());
    return JsonText.parseObject(
        "{\"key_id\":\"build-7\",\"private_key\":\"" + key + "\",\"x_other\":true}");
  }

  @Override
  protected boolean sendsItsSecret() {
    return false;
  }

  @Test
  void login_script_readsTheKeyFromStandardInput() {
    Credential credential = login(FakeInteraction.script().pipe("build-7:" + KEY));

    assertEquals(Secret.of("build-7:" + KEY), credential.secret());
  }

  @Test
  void login_textThatIsNoKey_isRefusedWithoutSayingIt() {
    AuthException e =
        assertThrows(
            AuthException.Denied.class,
            () -> login(FakeInteraction.script().pipe("build-7:bm90IGEga2V5")));

    assertFalse(e.toString().contains("bm90IGEga2V5"), e.toString());
  }

  @Test
  void fromEnvironment_printedToken_isTheSameKey() {
    Credential stored = provider().decode(stored("0"));

    Credential read =
        provider()
            .fromEnvironment(
                new EnvironmentVariable("ACME_KEY", "signature", stored.secret()), offered())
            .orElseThrow();

    assertEquals(stored, read);
  }

  private Credential login(Interaction interaction) {
    return provider()
        .login(
            LoginRequest.of(AccountKey.of("acme")),
            context(offered(), interaction, new BoundedHttp(HttpClient::newHttpClient)))
        .credential();
  }
}
