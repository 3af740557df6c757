package dev.keyfob.auth.oauth.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class PkceTests {
  @Test
  void of_verifierOfRfc7636AppendixB_hasItsChallenge() {
    assertEquals(
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        Pkce.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").challenge());
  }

  @Test
  void fresh_always_isNewAndUnreserved() {
    RandomTokens random = new RandomTokens(new SecureRandom());
    String one = Pkce.fresh(random).verifier().reveal();
    String two = Pkce.fresh(random).verifier().reveal();
    assertNotEquals(one, two);
    assertTrue(one.matches("[A-Za-z0-9._~-]{43,128}"), "not unreserved");
  }

  @Test
  void toString_always_hidesTheVerifier() {
    Pkce pkce = Pkce.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    assertFalse(pkce.toString().contains("dBjftJeZ4"));
  }
}
