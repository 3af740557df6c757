package com.example.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageSignatureTests {
  private static final SigningKey KEY =
      new SigningKey(
          "test-key-ed25519",
          Secret.of("MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF"));
  private static final Instant NOW = Instant.ofEpochSecond(1_618_884_473);

  @Test
  void sign_exampleOfTheStandard_givesItsSignature() { // RFC 9421 appendix B.2.6
    Map<String, String> covered = new LinkedHashMap<>();
    covered.put("date", "Tue, 20 Apr 2021 02:07:55 GMT");
    covered.put("@method", "POST");
    covered.put("@path", "/foo");
    covered.put("@authority", "example.com");
    covered.put("content-type", "application/json");
    covered.put("content-length", "18");
    String parameters =
        "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")"
            + ";created=1618884473;keyid=\"test-key-ed25519\"";

    byte[] signature = KEY.sign(MessageSignature.base(covered, parameters));

    assertEquals(
        "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==",
        Base64.getEncoder().encodeToString(signature));
  }

  @Test
  void headers_requestWithoutBody_coverMethodAndAddress() {
    Map<String, String> headers =
        headers(HttpRequest.newBuilder(URI.create("https://api.acme.test/me?x=1")).build());

    assertEquals(
        "keyfob=(\"@method\" \"@target-uri\");created=1618884473;keyid=\"test-key-ed25519\""
            + ";alg=\"ed25519\"",
        headers.get("Signature-Input"));
    assertEquals(2, headers.size());
  }

  @Test
  void headers_requestWithBody_coverItsDigest() {
    Map<String, String> headers = headers(post(BodyPublishers.ofString("{\"hello\": \"world\"}")));

    // RFC 9530 appendix D
    assertEquals(
        "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:", headers.get("Content-Digest"));
    assertTrue(headers.get("Signature-Input").contains("\"content-digest\""));
  }

  @Test
  void headers_bodyThatIsAStream_areRefused() {
    HttpRequest request =
        post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1])));

    assertThrows(AuthException.Misconfigured.class, () -> headers(request));
  }

  private static HttpRequest post(BodyPublisher body) {
    return HttpRequest.newBuilder(URI.create("https://api.acme.test/v1")).POST(body).build();
  }

  private static Map<String, String> headers(HttpRequest request) {
    return new MessageSignature(KEY).headers(OutgoingRequest.of(request), NOW);
  }
}
