package dev.keyfob.cli.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTests {
  private final AccessRules rules =
      AccessRules.parse(List.of("GET:/repos/**", "*:/user", "post:/repos/*/issues"));

  @ParameterizedTest
  @CsvSource({
    "GET,/repos,true",
    "GET,/repos/,true",
    "GET,/repos/a/b,true",
    "GET,/repos/a%2Fb,true",
    "GET,/repository,false",
    "GET,/repos%2f..%2fadmin,false",
    "GET,/repos/..;/admin,false",
    "GET,/repos/%252e%252e/admin,false",
    "GET,//repos/a,false",
    "HEAD,/repos/a,false",
    "POST,/repos/a/issues,true",
    "POST,/repos/a%2fb/issues,false",
    "POST,/repos//issues,false",
    "POST,/repos/a/issues/1,false",
    "DELETE,/user,true",
    "DELETE,/user/keys,false",
    "DELETE,/user;x/keys,false",
  })
  void allow_onlyWhatARuleNames(String method, String path, boolean allowed) {
    assertEquals(allowed, rules.allow(method, path));
  }

  @Test
  void allow_withoutRules_everything() {
    assertTrue(AccessRules.parse(List.of()).allow("DELETE", "/x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/a", "GET", "GET:a", "GET:/a*", "GET:/**/a", "GET:/a/../b", "G T:/a", "GET:/a?b"})
  void parse_otherForm_isRefused(String rule) {
    assertThrows(AuthException.Misconfigured.class, () -> AccessRules.parse(List.of(rule)));
  }
}
