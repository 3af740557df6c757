package com.example.signature;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The headers of a signed request: {@code Signature-Input} and {@code Signature} (RFC 9421), and
 * {@code Content-Digest} (RFC 9530) if there is a body.
 */
final class MessageSignature {
  private final SigningKey key;

  MessageSignature(SigningKey key) {
    this.key = key;
  }

  Map<String, String> headers(OutgoingRequest request, Instant now) {
    Map<String, String> headers = new LinkedHashMap<>();
    Map<String, String> covered = new LinkedHashMap<>();
    covered.put("@method", request.method());
    covered.put("@target-uri", request.target().toString());
    if (request.hasBody()) {
      String digest = "sha-256=" + bytes(digest(request));
      headers.put("Content-Digest", digest);
      covered.put("content-digest", digest);
    }
    String parameters = parameters(covered, now);
    headers.put("Signature-Input", "keyfob=" + parameters);
    headers.put("Signature", "keyfob=" + bytes(key.sign(base(covered, parameters))));
    return headers;
  }

  /** What is covered, and how it was signed (RFC 9421 section 2.3). */
  private String parameters(Map<String, String> covered, Instant now) {
    return covered.keySet().stream()
            .map(name -> '"' + name + '"')
            .collect(Collectors.joining(" ", "(", ")"))
        + ";created="
        + now.getEpochSecond()
        + ";keyid=\""
        + key.keyId()
        + "\";alg=\"ed25519\"";
  }

  /** The text that is signed (RFC 9421 section 2.5). */
  static String base(Map<String, String> covered, String parameters) {
    StringBuilder base = new StringBuilder();
    covered.forEach(
        (name, value) -> base.append('"').append(name).append("\": ").append(value).append('\n'));
    return base.append("\"@signature-params\": ").append(parameters).toString();
  }

  private static byte[] digest(OutgoingRequest request) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
    if (!request.readBody(digest::update)) {
      throw AuthException.usage(
          "The body of this request is a stream, which cannot be signed before it is sent.",
          "give it as a text or a file");
    }
    return digest.digest();
  }

  /** A byte sequence in a header (RFC 8941 section 3.3.5). */
  private static String bytes(byte[] value) {
    return ":" + Base64.getEncoder().encodeToString(value) + ":";
  }
}
