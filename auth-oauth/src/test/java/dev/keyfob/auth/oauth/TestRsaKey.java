package dev.keyfob.auth.oauth;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;

/** An RSA key that everybody may know: to make one takes longer than all other tests together. */
final class TestRsaKey {
  private static final String MODULUS =
      "3sQ7RCiSXLW43H8iFoOx5fyWe2bjMIgH30C8ORlIu3i2ZiH886_CnubeaHnyc5tj9FJkvuWQ"
          + "Q0gbCMHqNDd2xDMscHglNDA4WdRGD85FSFZrygu343g-oj3QlMGrzryRd9njxJMDSTDuzg6A"
          + "rOWyQEx8umTPzFbS9FF_5zn2vdb5uu2oPAd7fzxMpODlvZbOdv3MFAWRgdPgZdsWHFVkAfkZ"
          + "LW_IkdX-LMztXDpI-BN-FJ7ymBpKgxjQToElCrQQTduhhCY8OLHH6YQ_ML7dXVmrrasw29wu"
          + "CvzMc7CpYqQQxxMqfXGehKDSFk7LRuAD56KoBdX9jvIUb57C1Pj11Q";
  private static final String PRIVATE_EXPONENT =
      "EEtewWzNTeo98CT9f5OY_Odls3eSaS-eEcq4qd2LWCkrgFt-lu2ViQ1-mbpHzYSBgnLPazY7"
          + "_-vjjFew06p17cKHft-O6xsW2B1Cla_jGfg2ULRcOk-Gl1P5sJPdBxV8d32Q30VYoW8qnJhr"
          + "eZogmHrvyauLlpkIO7ZFaoqvHXIb5wVSkAm5N-bstMpjUIvwQgYsMrCXLQA7D8xISqluKBzF"
          + "MCGPQs_gV49EX7RBxe7YTMXP1Qp_2ydfWKON_9yxtrdZUK72BxrXZx_P8ukcm6y983z77e3B"
          + "OYR6cFK3t06oa8I0iMDjgetXWezVxr9yMQpM4qKyyDxGs7weTdVG-Q";

  private TestRsaKey() {}

  /** 2048 bits. */
  static RSAKey of(String id) {
    return new RSAKey.Builder(new Base64URL(MODULUS), new Base64URL("AQAB"))
        .privateExponent(new Base64URL(PRIVATE_EXPONENT))
        .keyID(id)
        .build();
  }

  /** Something that looks like a public key of 1024 bits. */
  static RSAKey tooShort(String id) {
    return new RSAKey.Builder(new Base64URL(MODULUS.substring(0, 171)), new Base64URL("AQAB"))
        .keyID(id)
        .build();
  }
}
