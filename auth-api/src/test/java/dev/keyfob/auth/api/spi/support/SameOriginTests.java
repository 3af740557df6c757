package dev.keyfob.auth.api.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SameOriginTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.acme.example/other",
        "https://api.acme.example:443/",
        "HTTPS://API.ACME.EXAMPLE/"
      })
  void of_sameSchemeHostAndPort_isTrue(String uri) {
    assertEquals(true, SameOrigin.of(URI.create(uri), URI.create("https://api.acme.example/v1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.acme.example/",
        "https://api.acme.example:8443/",
        "https://acme.example/",
        "https://api.acme.example./",
        "https://api.acme.example.evil.example/",
        "https://api.acme.exampleevil/",
        "https://evilapi.acme.example/",
        "https://api.acme.example@evil.example/",
        "https://user@api.acme.example/",
        "https://api.acme.example%2eevil.example/",
        "https://xn--api-acme.example/",
        "https://127.0.0.1/",
        "https:/api.acme.example/",
        "/relative",
        "mailto:api.acme.example"
      })
  void of_lookAlikes_isFalse(String uri) {
    assertEquals(false, SameOrigin.of(URI.create(uri), URI.create("https://api.acme.example/v1")));
    assertEquals(false, SameOrigin.of(URI.create("https://api.acme.example/v1"), URI.create(uri)));
  }

  @ParameterizedTest
  @CsvSource({
    "http://[::1]:80/, http://[::1]/, true",
    "http://localhost/, http://127.0.0.1/, false",
    "http://my_host:80/, http://MY_HOST/, true",
    "http://my_host/, http://my_hosts/, false",
    "http://my_host/, http://my_host@evil/, false",
    "http://127.0.0.1:1/, http://127.0.0.1:2/, false"
  })
  void of_loopback_isComparedLikeAnyOther(String one, String other, boolean same) {
    assertEquals(same, SameOrigin.of(URI.create(one), URI.create(other)));
  }
}
