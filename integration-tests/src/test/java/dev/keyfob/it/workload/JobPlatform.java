package dev.keyfob.it.workload;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Stands in for a platform that signs statements about the jobs that it runs. */
final class JobPlatform {
  static final String ISSUER = "https://platform.example";

  /** The name of the platform in a realm that trusts it. */
  static final String ALIAS = "platform";

  static final String JOB = "repo:acme/app:ref:refs/heads/main";

  private final KeyPair keys;

  JobPlatform() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
  }

  /** What others check its statements with. */
  String publicKey() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----";
  }

  /** A statement about a job, which can be used once. */
  String statement(String audience, Duration life) throws GeneralSecurityException {
    Instant now = Instant.now();
    String input =
        encode("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"platform\"}")
            + "."
            + encode(
                """
                {"iss":"%s","sub":"%s","aud":"%s","jti":"%s","iat":%d,"exp":%d}
                """
                    .formatted(
                        ISSUER,
                        JOB,
                        audience,
                        UUID.randomUUID(),
                        now.minusSeconds(1).getEpochSecond(),
                        now.plus(life).getEpochSecond())
                    .strip());
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
