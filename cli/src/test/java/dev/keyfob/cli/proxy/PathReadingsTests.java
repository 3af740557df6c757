package dev.keyfob.cli.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathReadingsTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/../b",
        "/a/..",
        "/a/./b",
        "/a/%2e%2e/b",
        "/a/%2E./b",
        "/a/..;/b",
        "/a/..;x=1/b",
        "/a/..%3bx/b",
        "/a/..%2fb",
        "/a%2f..%2fb",
        "/a/..\\b",
        "/a/..%5cb",
        "/a/%252e%252e/b",
        "/a/%25252e%25252e/b",
        "/a/..%252fb",
        "/a/..%255cb",
        "/a/%c0%ae%c0%ae/b",
        "/a/..%20/b",
        "/a%00",
        "/a%0d%0ab",
        "/a%2500",
        "/a%2525252525252e",
        "/a%",
        "/a%zz",
      })
  void of_pathThatMayBeReadAsAnother_isRefused(String path) {
    assertEquals(Optional.empty(), PathReadings.of(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a/b",
        "/a..b/...",
        "/v1.2/x",
        "/projects/group%2Fname/files",
        "/100%25",
        "/a%20b",
        "/caf%C3%A9",
        "/a;v=1/b",
        "/@scope%2fname"
      })
  void of_plainPath_isAccepted(String path) {
    assertTrue(PathReadings.of(path).isPresent());
  }

  @Test
  void of_encodedSlash_isReadBothWays() {
    assertEquals(Optional.of(Set.of("/a%2fb", "/a/b")), PathReadings.of("/a%2fb"));
  }
}
