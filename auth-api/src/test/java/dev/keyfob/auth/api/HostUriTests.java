package dev.keyfob.auth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HostUriTests {
  @Test
  void of_usualHost_isThatAddress() {
    assertEquals("api.example", HostUri.of("https://api.example/v1").getHost());
  }

  @Test
  void of_underscoreWithoutTheOption_namesTheOption() {
    AuthException e =
        assertThrows(AuthException.class, () -> HostUri.of("http://my_api.example:8080/v1"));
    assertTrue(e.getMessage().contains("my_api.example"));
    assertTrue(e.hint().orElseThrow().endsWith(HostUri.JAVA_OPTION));
  }
}
