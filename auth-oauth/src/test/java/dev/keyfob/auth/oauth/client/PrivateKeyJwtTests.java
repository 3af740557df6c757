package dev.keyfob.auth.oauth.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.api.spi.GeneratedKey;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.jose.NewKey;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.MutableClock;
import dev.keyfob.auth.testkit.TestProfiles;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyJwtTests {
  private final MutableClock clock = new MutableClock();

  private ProviderContext context(String oauth, Map<String, String> environment) {
    ServiceProfile profile =
        TestProfiles.acme("{'oauth':{'clientAuth':'private_key_jwt'," + oauth + "}}");
    return ProviderContext.builder(
            profile,
            AccountKey.of("acme"),
            new BoundedHttp(HttpClient::newHttpClient),
            FakeInteraction.script())
        .clock(clock)
        .environment(environment)
        .clientKey(
            store ->
                Optional.of(JsonText.parseObject(made("ES256").privateKey().reveal()))
                    .filter(_ -> store.equals("keychain"))
                    .map(key -> key))
        .build();
  }

  private static GeneratedKey made(String algorithm) {
    return NewKey.of(algorithm).orElseThrow();
  }

  private static String assertion(ProviderContext context) {
    Map<String, String> form = new LinkedHashMap<>();
    assertEquals(
        Map.of(), ClientAssertion.byKey("me", "https://idp.example", context).authenticate(form));
    assertEquals(
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        form.get("client_assertion_type"));
    return form.getOrDefault("client_assertion", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "RS256", "PS256", "EdDSA"})
  void authenticate_eachAlgorithm_signsWhatTheRfcAsksFor(String algorithm) throws Exception {
    GeneratedKey key = made(algorithm);
    JWSObject token =
        JWSObject.parse(
            assertion(context("'clientKey':'env:KEY'", Map.of("KEY", key.privateKey().reveal()))));
    JWK published = JWKSet.parse(JsonText.compact(key.publicKeys())).getKeys().getFirst();

    assertFalse(published.isPrivate());
    assertEquals(algorithm, token.getHeader().getAlgorithm().getName());
    assertEquals(published.getKeyID(), token.getHeader().getKeyID());
    Map<String, Object> claims = token.getPayload().toJSONObject();
    assertEquals("me", claims.get("iss"));
    assertEquals("me", claims.get("sub"));
    assertEquals("https://idp.example", claims.get("aud"));
    assertEquals(clock.instant().getEpochSecond() + 60, claims.get("exp"));
    assertTrue(
        switch (algorithm) {
          case "ES256" -> token.verify(new ECDSAVerifier(published.toECKey()));
          case "EdDSA" -> EdwardsCheck.verifies(token, published.toOctetKeyPair());
          default -> token.verify(new RSASSAVerifier(published.toRSAKey()));
        });
  }

  @Test
  void authenticate_twice_neverTheSameStatement() {
    ProviderContext context =
        context("'clientKey':'env:KEY'", Map.of("KEY", made("ES256").privateKey().reveal()));
    assertNotEquals(assertion(context), assertion(context));
  }

  @Test
  void authenticate_pemFile_isSignedByIt(@TempDir Path folder)
      throws IOException, NoSuchAlgorithmException {
    Path file = folder.resolve("client.pem");
    byte[] key =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    Files.writeString(
        file,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n");
    String token =
        assertion(context("'clientKeyId':'k1','clientKey':'file:" + file + "'", Map.of()));
    String header =
        new String(
            Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]),
            java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(header.contains("\"kid\":\"k1\"") && header.contains("EdDSA"), header);
  }

  @Test
  void authenticate_commandAndStore_giveTheKey() {
    assertFalse(assertion(context("'clientKey':'store:keychain'", Map.of())).isEmpty());
    String key = made("ES256").privateKey().reveal();
    assertFalse(
        assertion(
                context(
                    "'clientKey':'command:printf %s \\\"$KEY\\\"'",
                    Map.of("KEY", key, "PATH", "/usr/bin:/bin")))
            .isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "env:ABSENT, nothing is",
    "env:WORD, neither a JWK nor a PEM block",
    "env:PUBLIC, no private key",
    "file:/nowhere/key, Cannot read",
    "command:false, has failed",
    "store:file, nothing is",
    "vault:x, none of file:PATH",
  })
  void authenticate_keyThatDoesNotServe_isOneSentence(String place, String why) {
    ProviderContext context =
        context(
            "'clientKey':'" + place + "'",
            Map.of(
                "WORD", "s3cret",
                "PUBLIC", JsonText.compact(made("ES256").publicKeys().getJsonArray("keys").get(0)),
                "PATH", "/usr/bin:/bin"));
    AuthException e = assertThrows(AuthException.Misconfigured.class, () -> assertion(context));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(why) && !message.contains("s3cret"), message);
  }

  @Test
  void authenticate_keyOfAnotherKind_doesNotFit() {
    ProviderContext context =
        context(
            "'clientKey':'env:KEY','clientKeyAlgorithm':'PS256'",
            Map.of("KEY", made("ES256").privateKey().reveal()));
    AuthException e = assertThrows(AuthException.Misconfigured.class, () -> assertion(context));
    assertEquals(ErrorCode.OAUTH_NOT_CONFIGURED, e.code());
    assertTrue(String.valueOf(e.getMessage()).contains("does not fit"), e.getMessage());
  }

  @Test
  void toString_key_isNotShown() {
    Secret key = made("ES256").privateKey();
    assertEquals(
        "SigningKey[ES256]",
        dev.keyfob.auth.oauth.jose.KeyReader.read(key, Optional.empty()).toString());
  }
}
