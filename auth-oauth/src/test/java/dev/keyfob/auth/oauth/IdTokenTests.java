package dev.keyfob.auth.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.idtoken.IdTokenValidator;
import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.JwtSigner;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hostile identity provider serves every bad ID token there is. */
class IdTokenTests {
  private static final Secret ACCESS = Secret.of("access-token");
  private static final String NONCE = "the-nonce";

  private final OAuthFixture fixture = new OAuthFixture();
  private final FakeIdentityProvider idp = fixture.idp;
  private final JwtSigner signer = idp.signer();
  private final Instant now = fixture.clock.instant();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static JsonObjectBuilder object() {
    return JsonText.PROVIDER.createObjectBuilder();
  }

  private static JsonArrayBuilder array() {
    return JsonText.PROVIDER.createArrayBuilder();
  }

  private JsonObject claims(UnaryOperator<JsonObjectBuilder> change) {
    return change
        .apply(
            object()
                .add("iss", idp.issuer())
                .add("aud", FakeIdentityProvider.CLIENT_ID)
                .add("sub", "user-1")
                .add("nonce", NONCE)
                .add("iat", now.getEpochSecond())
                .add("exp", now.getEpochSecond() + 300))
        .build();
  }

  private JsonObject goodClaims() {
    return claims(UnaryOperator.identity());
  }

  private static JsonObject header(String algorithm) {
    return object().add("alg", algorithm).add("kid", JwtSigner.KEY_ID).build();
  }

  private JsonObject validate(String token) {
    return validate(token, Optional.empty());
  }

  private JsonObject validate(String token, Optional<Instant> serverTime) {
    AuthorizationServer server = fixture.server();
    return new IdTokenValidator(server, server.jwksUri().orElseThrow(), fixture.context())
        .validate(Secret.of(token), Optional.of(NONCE), ACCESS, serverTime);
  }

  private void assertRefused(String token, String why) {
    AuthException.Protocol e = assertThrows(AuthException.Protocol.class, () -> validate(token));
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  private void assertClaimsRefused(UnaryOperator<JsonObjectBuilder> change, String why) {
    assertRefused(signer.sign(claims(change)), why);
  }

  private void keys(JsonObject... keys) {
    JsonArrayBuilder all = array();
    Arrays.stream(keys).forEach(all::add);
    String set = object().add("keys", all).build().toString();
    idp.answering("/jwks", request -> Reply.json(200, set));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void validate_goodToken_givesItsClaims() {
    assertEquals(goodClaims(), validate(signer.sign(goodClaims())));
  }

  @Nested
  class Signatures {
    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE"})
    void algorithm_none_isRefused(String none) {
      assertRefused(
          base64("{\"alg\":\"" + none + "\"}") + "." + base64(goodClaims().toString()) + ".",
          "ID token");
    }

    @Test
    void algorithm_hmacWithThePublicKey_isRefused() throws JOSEException {
      byte[] publicKey = signer.jwk(JwtSigner.KEY_ID).toString().getBytes(StandardCharsets.UTF_8);
      JWSObject token =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(JwtSigner.KEY_ID).build(),
              new Payload(goodClaims().toString()));
      token.sign(new MACSigner(publicKey));
      assertRefused(token.serialize(), "HS256");
    }

    @Test
    void algorithm_notAdvertised_isRefused() {
      idp.metadata(
          metadata ->
              JsonText.PROVIDER
                  .createObjectBuilder(metadata)
                  .add("id_token_signing_alg_values_supported", array().add("RS256"))
                  .build());
      assertRefused(signer.sign(goodClaims()), "ES256, which is not allowed");
    }

    @Test
    void algorithm_notThatOfTheKey_isRefused() {
      assertRefused(signer.sign(header("RS256"), goodClaims()), "does not publish");
      assertRefused(signer.sign(header("ES384"), goodClaims()), "signature is wrong");
    }

    @Test
    void signature_ofAnotherKey_isRefused() {
      assertRefused(new JwtSigner().sign(goodClaims()), "signature is wrong");
    }

    @Test
    void signature_overOtherClaims_isRefused() {
      String[] token = signer.sign(goodClaims()).split("\\.", -1);
      String other = base64(claims(claims -> claims.add("sub", "admin")).toString());
      assertRefused(token[0] + "." + other + "." + token[2], "signature is wrong");
    }

    /** CVE-2022-21449. */
    @Test
    void signature_ofZeros_isRefused() {
      String[] token = signer.sign(goodClaims()).split("\\.", -1);
      String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
      assertRefused(token[0] + "." + token[1] + "." + zeros, "signature is wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b", "a.b.c", "....", "e30.e30.", "e30.e30.e30"})
    void token_thatIsNone_isRefused(String token) {
      assertThrows(AuthException.Protocol.class, () -> validate(token.isEmpty() ? "." : token));
    }

    @Test
    void header_criticalExtension_isRefused() {
      JsonObject header =
          object()
              .add("alg", "ES256")
              .add("kid", JwtSigner.KEY_ID)
              .add("crit", array().add("b64"))
              .add("b64", false)
              .build();
      assertThrows(AuthException.Protocol.class, () -> validate(signer.sign(header, goodClaims())));
    }

    @Test
    void claims_givenTwice_areRefused() {
      String twice = goodClaims().toString().replaceFirst("\\{", "{\"sub\":\"admin\",");
      assertRefused(signer.signText(header("ES256").toString(), twice), "not one JSON object");
    }

    @Test
    void rsaKey_signs_isAccepted() throws JOSEException {
      RSAKey key = TestRsaKey.of("rsa");
      keys(JsonText.parseObject(key.toPublicJWK().toJSONString()));
      assertEquals(goodClaims(), validate(rsa(key)));
    }

    @Test
    void rsaKey_tooShort_isRefused() {
      RSAKey key = TestRsaKey.tooShort("rsa");
      keys(JsonText.parseObject(key.toPublicJWK().toJSONString()));
      assertRefused(
          signer.sign(object().add("alg", "RS256").add("kid", "rsa").build(), goodClaims()),
          "signature is wrong");
    }

    private String rsa(RSAKey key) throws JOSEException {
      JWSObject token =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").build(),
              new Payload(goodClaims().toString()));
      token.sign(new RSASSASigner(key));
      return token.serialize();
    }
  }

  @Nested
  class Keys {
    private final String withoutKid =
        signer.sign(object().add("alg", "ES256").build(), goodClaims());

    @Test
    void noKeyId_oneKey_works() {
      assertEquals(goodClaims(), validate(withoutKid));
    }

    @Test
    void noKeyId_severalKeys_eachIsTried() {
      keys(new JwtSigner().jwk("other"), signer.jwk("right"), new JwtSigner().jwk("third"));
      assertEquals(goodClaims(), validate(withoutKid));
    }

    @Test
    void keyRotated_isFetchedOnceMore() {
      AtomicInteger fetches = new AtomicInteger();
      idp.answering(
          "/jwks",
          request ->
              fetches.incrementAndGet() == 1
                  ? Reply.json(
                      200,
                      object()
                          .add("keys", array().add(new JwtSigner().jwk("yesterday")))
                          .build()
                          .toString())
                  : null);
      assertEquals(goodClaims(), validate(signer.sign(goodClaims())));
      assertEquals(2, fetches.get());
    }

    @Test
    void keyUnknown_isNotFetchedForever() {
      JsonObject header = object().add("alg", "ES256").add("kid", "unknown").build();
      assertRefused(signer.sign(header, goodClaims()), "does not publish");
      assertEquals(2, idp.requests("/jwks").size());
    }

    @Test
    void key_forEncryption_isNotUsed() {
      keys(
          JsonText.PROVIDER
              .createObjectBuilder(signer.jwk(JwtSigner.KEY_ID))
              .add("use", "enc")
              .build());
      assertRefused(signer.sign(goodClaims()), "does not publish");
    }

    @Test
    void keys_outOfReach_isTransient() {
      idp.answering("/jwks", request -> Reply.empty(503));
      assertThrows(AuthException.Transient.class, () -> validate(signer.sign(goodClaims())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"keys\":7}", "{\"keys\":[{\"kty\":\"EC\"}]}", "x"})
    void keys_malformed_isRefused(String set) {
      idp.answering("/jwks", request -> Reply.json(200, set));
      assertThrows(AuthException.Protocol.class, () -> validate(signer.sign(goodClaims())));
    }
  }

  @Nested
  class Claims {
    @Test
    void issuer_wrongOrMissing_isRefused() {
      assertClaimsRefused(claims -> claims.add("iss", "https://evil.test"), "another issuer");
      assertClaimsRefused(claims -> claims.add("iss", idp.issuer() + "/"), "another issuer");
      assertClaimsRefused(claims -> claims.remove("iss"), "another issuer");
      assertClaimsRefused(claims -> claims.add("iss", 7), "another issuer");
    }

    @Test
    void audience_listOfOne_isAccepted() {
      JsonObject claims = claims(c -> c.add("aud", array().add(FakeIdentityProvider.CLIENT_ID)));
      assertEquals(claims, validate(signer.sign(claims)));
    }

    @Test
    void audience_wrongOrMissing_isRefused() {
      assertClaimsRefused(claims -> claims.add("aud", "another"), "another client");
      assertClaimsRefused(claims -> claims.remove("aud"), "another client");
      assertClaimsRefused(claims -> claims.add("aud", array()), "another client");
      assertClaimsRefused(claims -> claims.add("aud", 7), "another client");
      assertClaimsRefused(
          claims -> claims.add("aud", array().add(FakeIdentityProvider.CLIENT_ID).add("untrusted")),
          "other clients too");
    }

    @Test
    void audience_severalAtOurRequest_isAccepted() {
      JsonObject claims =
          claims(
              c ->
                  c.add("aud", array().add("project").add(FakeIdentityProvider.CLIENT_ID))
                      .add("azp", FakeIdentityProvider.CLIENT_ID));
      assertEquals(claims, validate(signer.sign(claims)));
    }

    @Test
    void authorizedParty_ours_isAccepted() {
      JsonObject claims = claims(c -> c.add("azp", FakeIdentityProvider.CLIENT_ID));
      assertEquals(claims, validate(signer.sign(claims)));
    }

    @Test
    void authorizedParty_another_isRefused() {
      assertClaimsRefused(claims -> claims.add("azp", "another"), "another client's request");
      assertClaimsRefused(claims -> claims.add("azp", 7), "another client's request");
    }

    @Test
    void subject_missing_isRefused() {
      assertClaimsRefused(claims -> claims.remove("sub"), "whose it is");
      assertClaimsRefused(claims -> claims.add("sub", ""), "whose it is");
      assertClaimsRefused(claims -> claims.add("sub", "x".repeat(256)), "whose it is");
    }

    @Test
    void expiry_withinTheSkew_isAccepted() {
      JsonObject claims = claims(c -> c.add("exp", now.getEpochSecond() - 299));
      assertEquals(claims, validate(signer.sign(claims)));
    }

    @Test
    void expiry_pastOrMissing_isRefused() {
      assertClaimsRefused(claims -> claims.add("exp", now.getEpochSecond() - 300), "expired");
      assertClaimsRefused(claims -> claims.remove("exp"), "exp is missing");
      assertClaimsRefused(claims -> claims.add("exp", "never"), "exp is missing");
      assertClaimsRefused(claims -> claims.add("exp", -1), "exp is missing");
    }

    @Test
    void issuedAt_futureOrMissing_isRefused() {
      assertClaimsRefused(claims -> claims.add("iat", now.getEpochSecond() + 301), "future");
      assertClaimsRefused(claims -> claims.remove("iat"), "iat is missing");
    }

    @Test
    void notBefore_future_isRefused() {
      assertClaimsRefused(claims -> claims.add("nbf", now.getEpochSecond() + 301), "not valid yet");
    }

    @Test
    void nonce_wrongOrMissing_isRefused() {
      assertClaimsRefused(claims -> claims.add("nonce", "replayed"), "this login");
      assertClaimsRefused(claims -> claims.remove("nonce"), "this login");
      assertClaimsRefused(claims -> claims.add("nonce", 7), "this login");
    }

    @Test
    void accessTokenHash_right_isAccepted() throws NoSuchAlgorithmException {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(ACCESS.reveal().getBytes(StandardCharsets.US_ASCII));
      String half = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
      JsonObject claims = claims(c -> c.add("at_hash", half));
      assertEquals(claims, validate(signer.sign(claims)));
    }

    @Test
    void accessTokenHash_wrong_isRefused() {
      for (String wrong : List.of("", "AAAA", "x".repeat(22))) {
        assertClaimsRefused(claims -> claims.add("at_hash", wrong), "another access token");
      }
    }

    @Test
    void message_always_hidesTheToken() {
      String token = signer.sign(claims(claims -> claims.add("aud", "another")));
      AuthException e = assertThrows(AuthException.class, () -> validate(token));
      assertFalse(e.getMessage().contains(token), e.getMessage());
    }
  }

  @Nested
  class Clocks {
    @Test
    void ownClock_farOff_isWhatIsBlamed() {
      String token = signer.sign(goodClaims());
      fixture.clock.advance(Duration.ofHours(3));
      AuthException e =
          assertThrows(AuthException.Protocol.class, () -> validate(token, Optional.of(now)));
      assertTrue(e.getMessage().contains("180 minutes ahead of"), e.getMessage());
      assertEquals(Optional.of("set the clock of this machine"), e.hint());
    }

    @Test
    void ownClock_farBehind_isWhatIsBlamed() {
      String token = signer.sign(goodClaims());
      fixture.clock.advance(Duration.ofHours(-3));
      AuthException e =
          assertThrows(AuthException.Protocol.class, () -> validate(token, Optional.of(now)));
      assertTrue(e.getMessage().contains("180 minutes behind"), e.getMessage());
    }
  }
}
