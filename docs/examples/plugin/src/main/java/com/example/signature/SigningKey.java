package com.example.signature;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.StaticCredential;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/**
 * An Ed25519 key and the name under which the service knows its public half.
 *
 * @param keyId the name
 * @param privateKey the key in PKCS #8, base64
 */
record SigningKey(String keyId, Secret privateKey) implements StaticCredential {
  /** Reads {@code NAME:KEY}, the form in which a key is piped in or put into a variable. */
  static Optional<SigningKey> parse(Secret text) {
    String[] parts = text.reveal().split(":", 2);
    return parts.length == 2 && isName(parts[0]) && !parts[1].isBlank()
        ? Optional.of(new SigningKey(parts[0], Secret.of(parts[1].strip())))
        : Optional.empty();
  }

  /** Whether a name can stand in a header between quotes (RFC 8941 section 3.3.3). */
  static boolean isName(String name) {
    return name.matches("[A-Za-z0-9._@/-]{1,200}");
  }

  @Override
  public String type() {
    return SignatureProvider.TYPE;
  }

  /** Name and key together, so that {@code keyfob token} prints what {@link #parse} reads. */
  @Override
  public Secret secret() {
    return Secret.of(keyId + ":" + privateKey.reveal());
  }

  @Override
  public Optional<String> tokenType() {
    return Optional.empty();
  }

  /**
   * Signs a text.
   *
   * @throws AuthException.Denied if the key is not one
   */
  byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Neither of them repeats the key.
      throw new AuthException.Denied(
          ErrorCode.INVALID_CREDENTIAL,
          "The signing key " + keyId + " is not an Ed25519 key in PKCS #8, base64.",
          "openssl genpkey -algorithm ed25519 -outform DER | base64 -w0");
    }
  }

  private PrivateKey key() throws GeneralSecurityException {
    String plain = privateKey.reveal().replace('-', '+').replace('_', '/');
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(plain)));
  }
}
