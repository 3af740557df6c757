package dev.keyfob.auth.testkit;

import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** Signs JWTs with ES256, whose keys are made in no time. Immutable. */
public final class JwtSigner {
  /** The id of its key. */
  public static final String KEY_ID = "key-1";

  private static final int COORDINATE = 32;

  private final KeyPair keys;

  /** Makes a key. */
  public JwtSigner() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A JWT with the given claims. */
  public String sign(JsonObject claims) {
    return sign(
        JsonText.PROVIDER.createObjectBuilder().add("alg", "ES256").add("kid", KEY_ID).build(),
        claims);
  }

  /** A JWT with the given header, signed with ES256 whatever that says. */
  public String sign(JsonObject header, JsonObject claims) {
    return signText(header.toString(), claims.toString());
  }

  /** A JWT of whatever text, signed with ES256. */
  public String signText(String header, String claims) {
    String input = encode(header) + "." + encode(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Its public key as a JWK set. */
  public JsonObject jwks() {
    return JsonText.PROVIDER
        .createObjectBuilder()
        .add("keys", JsonText.PROVIDER.createArrayBuilder().add(jwk(KEY_ID)))
        .build();
  }

  /** Its public key under any id. */
  public JsonObject jwk(String id) {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    return JsonText.PROVIDER
        .createObjectBuilder()
        .add("kty", "EC")
        .add("crv", "P-256")
        .add("use", "sig")
        .add("kid", id)
        .add("x", coordinate(key.getW().getAffineX()))
        .add("y", coordinate(key.getW().getAffineY()))
        .build();
  }

  private static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[COORDINATE];
    byte[] significant =
        bytes.length > COORDINATE
            ? Arrays.copyOfRange(bytes, bytes.length - COORDINATE, bytes.length)
            : bytes;
    System.arraycopy(significant, 0, fixed, COORDINATE - significant.length, significant.length);
    return encode(fixed);
  }
}
