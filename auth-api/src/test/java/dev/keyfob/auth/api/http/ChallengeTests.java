package dev.keyfob.auth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChallengeTests {
  @Test
  void of_quotedAndPlainParameters_areAllRead() {
    Challenge challenge =
        Challenge.of(
            "Bearer realm=\"a \\\"b\\\", c\", error=insufficient_scope, Scope=\"read  write\","
                + " resource_metadata=\"https://x.example/m\"");

    assertEquals(Optional.of("insufficient_scope"), challenge.error());
    assertEquals(List.of("read", "write"), challenge.scopes());
    assertEquals(
        Optional.of(URI.create("https://x.example/m")), challenge.uri("resource_metadata"));
    assertEquals("a \"b\", c", challenge.parameters().get("realm"));
  }

  @Test
  void of_nothingOrNonsense_isEmpty() {
    assertEquals(Map.of(), Challenge.of("").parameters());
    assertEquals(List.of(), Challenge.of("Bearer").scopes());
    assertEquals(
        Optional.empty(), Challenge.of("Bearer resource_metadata=\"::\"").uri("resource_metadata"));
  }

  @Test
  void of_endlessQuotes_endsAtOnce() {
    assertEquals(Map.of(), Challenge.of("a=\"" + "\\\"".repeat(100_000)).parameters());
  }
}
