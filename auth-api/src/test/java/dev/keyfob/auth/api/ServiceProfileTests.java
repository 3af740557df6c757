package dev.keyfob.auth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.testkit.TestProfiles;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceProfileTests {
  private static final ServiceProfile ACME =
      TestProfiles.acme("{'apiBaseUri':'https://api.acme.example/v1/'}");

  @Test
  void resolve_withAndWithoutSlash_isTheSame() {
    assertEquals(URI.create("https://api.acme.example/v1/me?x=1"), ACME.resolve("/me?x=1"));
    assertEquals(ACME.resolve("/me"), ACME.resolve("me"));
  }

  @Test
  void resolve_organization_isOneEncodedSegment() {
    var chosen =
        TestProfiles.acme("{'apiBaseUri':'https://api.acme.example','organization':'a/b c?'}");
    assertEquals(
        "https://api.acme.example/in/a%2Fb%20c%3F/me",
        chosen.resolve("/in/{organization}/me").toString());
    var dots = TestProfiles.acme("{'apiBaseUri':'https://api.acme.example','organization':'../x'}");
    assertThrows(AuthException.Misconfigured.class, () -> dots.resolve("/{organization}/me"));
    var none = assertThrows(AuthException.class, () -> ACME.resolve("/in/{organization}"));
    assertEquals("keyfob account use acme --organization NAME", none.hint().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"//evil.example/", "@evil.example", "https://evil.example/", ".evil.example"})
  void resolve_pathThatLooksLikeAnotherHost_staysAtTheService(String path) {
    assertEquals("api.acme.example", ACME.resolve(path).getHost());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../admin",
        "..",
        "/me/../../admin",
        "//../admin",
        "/./../admin",
        "/%2e%2e/admin",
        "/%2E./admin",
        "/..%2fadmin",
        "/..%5cadmin",
        "/me%2f..%2f..%2fadmin",
        "/%252e%252e/admin",
        "/..;x=1/admin",
        "/%2e%2e%3bx/admin",
        "/../admin?x=1"
      })
  void resolve_pathThatLeadsOutOfTheApi_isRefused(String path) {
    var failure = assertThrows(AuthException.Misconfigured.class, () -> ACME.resolve(path));
    assertEquals(ErrorCode.USAGE, failure.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/me/../you",
        "/projects/group%2Fname",
        "/v1..v2/...",
        "/files/a%25b",
        "/search?q=../..",
        "/me#../.."
      })
  void resolve_pathThatStaysBelowTheApi_isKeptAsItIs(String path) {
    assertEquals("https://api.acme.example/v1" + path, ACME.resolve(path).toString());
  }

  @Test
  void resolve_invalidPath_isAUsageError() {
    assertThrows(AuthException.Misconfigured.class, () -> ACME.resolve("/a b"));
  }

  @Test
  void resolve_profileWithoutApi_saysHowToNameOne() {
    var failure =
        assertThrows(
            AuthException.Misconfigured.class, () -> TestProfiles.acme("{}").resolve("/me"));
    assertEquals("keyfob profile add acme --api \"$URL\"", failure.hint().orElseThrow());
  }
}
