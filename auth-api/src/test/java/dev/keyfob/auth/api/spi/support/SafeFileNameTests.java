package dev.keyfob.auth.api.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeFileNameTests {
  private static final String ALPHABET = "aZ0.-_@+%/\\:~ \n\u0000é€\uD83D\uDD11\uFF0E\"'*?<>|";

  @ParameterizedTest
  @CsvSource({
    "acme, acme",
    "a.b@c+d-e_f, a.b@c+d-e_f",
    "Acme, %41cme",
    "a/b, a%2Fb",
    "a%2Fb, a%252%46b",
    "é, %C3%A9",
    "'a b', a%20b"
  })
  void of_name_isReadable(String name, String fileName) {
    assertEquals(fileName, SafeFileName.of(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "...", ".hidden", "trailing.", "../../etc/passwd"})
  void of_dotsAndPaths_neverLeaveTheDirectory(String name) {
    String fileName = SafeFileName.of(name);
    assertFalse(fileName.startsWith(".") || fileName.endsWith(".") || fileName.contains("/"));
    assertEquals(Optional.of(name), SafeFileName.decode(fileName));
  }

  @ParameterizedTest
  @ValueSource(strings = {"con", "nul", "com1", "lpt9", "aux.txt"})
  void of_windowsDevice_isNotThatDevice(String name) {
    assertTrue(SafeFileName.of(name).startsWith("%"));
    assertEquals(Optional.of(name), SafeFileName.decode(SafeFileName.of(name)));
  }

  @Test
  void of_randomNames_areSafeDifferentAndReversible() {
    Random random = new Random(42);
    Map<String, String> seen = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      String name = randomName(random);
      String fileName = SafeFileName.of(name);
      assertTrue(fileName.matches("[a-zA-Z0-9%._@+~-]{1,200}"), fileName);
      // also on file systems that do not tell capitals apart
      String other = seen.putIfAbsent(fileName.toLowerCase(Locale.ROOT), name);
      assertTrue(other == null || other.equals(name), () -> name + " and " + other);
      if (!fileName.contains("~")) {
        assertEquals(Optional.of(name), SafeFileName.decode(fileName));
      }
    }
  }

  @Test
  void of_longNames_areShortenedAndStillDiffer() {
    String one = SafeFileName.of("x".repeat(500));
    String other = SafeFileName.of("x".repeat(501));
    assertFalse(one.equals(other));
    assertTrue(one.length() <= 180);
    assertTrue(SafeFileName.isShortened(one));
    assertFalse(SafeFileName.isShortened(SafeFileName.of("x".repeat(180))));
    assertEquals(Optional.empty(), SafeFileName.decode(one));
  }

  @ParameterizedTest
  @CsvSource({
    "n p, n%20p",
    "'on ', on%20",
    "com, com",
    "comx, comx",
    "com10, com10",
    "nullx, nullx"
  })
  void of_whatOnlyLooksLikeADevice_isWrittenAsAnyName(String name, String expected) {
    assertEquals(expected, SafeFileName.of(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a%", "a%4", "a%zz", "Acme", "a%62b", "a b", "%2e", "a€"})
  void decode_whatIsNotOurs_isEmpty(String fileName) {
    assertEquals(Optional.empty(), SafeFileName.decode(fileName));
  }

  private static String randomName(Random random) {
    StringBuilder name = new StringBuilder();
    int[] alphabet = ALPHABET.codePoints().toArray();
    int length = 1 + random.nextInt(random.nextInt(10) == 0 ? 120 : 8);
    for (int i = 0; i < length; i++) {
      name.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return name.toString();
  }
}
