package dev.keyfob.auth.api.spi.support;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecureUriTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com/v1",
        "HTTPS://api.example.com",
        "http://localhost:8080",
        "http://LocalHost",
        "http://127.0.0.1:8080/path",
        "http://127.255.255.254",
        "http://[::1]:9000"
      })
  void isSecure_httpsOrThisMachine_isTrue(String uri) {
    assertTrue(SecureUri.isSecure(URI.create(uri)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.example.com",
        "http://127.0.0.1.example.com",
        "http://127.0.0",
        "http://127.0.0.1.1",
        "http://127.0.0.1234",
        "http://127.0..1",
        "http://127.example.com",
        "http://128.0.0.1",
        "http://1270.0.0.1",
        "http://localhost.example.com",
        "http://user@localhost",
        "https://user@api.example.com",
        "ftp://localhost",
        "https:///path",
        "path"
      })
  void isSecure_whateverElse_isFalse(String uri) {
    assertFalse(SecureUri.isSecure(URI.create(uri)));
  }
}
