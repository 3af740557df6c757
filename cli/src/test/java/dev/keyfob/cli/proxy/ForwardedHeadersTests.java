package dev.keyfob.cli.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedHeadersTests {
  private static final String PROXY = "http://127.0.0.1:9/secret";
  private static final URI ASKED = URI.create("https://api.example.com/asked");
  private final ForwardedHeaders headers = new ForwardedHeaders("https://api.example.com", PROXY);

  private String passed(String name, String value) {
    HttpHeaders to = new DefaultHttpHeaders();
    headers.copyAnswer(new DefaultHttpHeaders().add(name, value), to, ASKED);
    return to.get(name);
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.example.com/a, /a",
    "https://api.example.com, ''",
    "https://api.example.com?q=1, ?q=1",
  })
  void copy_addressOfTheService_isTheProxys(String address, String rest) {
    assertEquals(PROXY + rest, passed("Location", address));
    assertEquals(
        "<" + PROXY + rest + ">; rel=\"next\"", passed("Link", "<" + address + ">; rel=\"next\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/?next=https://api.example.com/",
        "https://api.example.com.evil.example/",
        "https://api.example.com@evil.example/",
        "https://api.example.com:8443/",
        "//evil.example/https://api.example.com",
      })
  void copy_foreignAddress_staysWithoutTheSecret(String address) {
    assertEquals(address, passed("Location", address));
    assertEquals(
        "<" + address + ">; rel=\"next\"", passed("Link", "<" + address + ">; rel=\"next\""));
  }

  @Test
  void copy_linkThatNamesTheServiceInAParameter_staysWithoutTheSecret() {
    String link = "<https://evil.example/>; anchor=\"https://api.example.com/\"";
    assertEquals(link, passed("Link", link));
  }

  @Test
  void isForbidden_methodsThatSendTheRequestBack_areRefused() {
    for (String method : List.of("TRACE", "trace", "TRACK", "CONNECT")) {
      assertTrue(RequestGuard.isForbidden(method), method);
    }
    assertFalse(RequestGuard.isForbidden("GET"));
  }
}
