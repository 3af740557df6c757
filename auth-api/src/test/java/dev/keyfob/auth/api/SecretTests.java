package dev.keyfob.auth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.FakeSession;
import dev.keyfob.auth.testkit.MutableClock;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTests {
  private static final String VALUE = "canary-7f3a";

  @Test
  void toString_anySecret_isTheSameFixedText() {
    assertEquals("Secret[hidden]", Secret.of(VALUE).toString());
    assertEquals(Secret.of("other").toString(), Secret.of(VALUE).toString());
  }

  @Test
  void toString_insideRecords_staysHidden() {
    var session = FakeSession.of("oauth", VALUE, VALUE, MutableClock.START);
    var resolved = new ResolvedCredential(AccountKey.of("acme"), session, new Origin.Store("file"));
    assertFalse(resolved.toString().contains(VALUE));
  }

  @Test
  void reveal_gives_whatWasWrapped() {
    assertEquals(VALUE, Secret.of(VALUE).reveal());
    assertEquals(VALUE.length(), Secret.of(VALUE).length());
  }

  @Test
  void of_emptyText_isRejected() {
    assertThrows(IllegalArgumentException.class, () -> Secret.of(""));
  }

  @Test
  void equals_comparesValues_andHashSaysNothing() {
    assertEquals(Secret.of(VALUE), Secret.of(VALUE));
    assertNotEquals(Secret.of(VALUE), Secret.of("other"));
    assertNotEquals(Secret.of(VALUE), VALUE);
    assertEquals(Secret.of("other").hashCode(), Secret.of(VALUE).hashCode());
  }

  @Test
  void serialization_isImpossible() throws Exception {
    try (var out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThrows(NotSerializableException.class, () -> out.writeObject(Secret.of(VALUE)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX: y", "a\nb", "a\u0000", "a b", "a\tb", "é", "a\u007f", "\u2028"})
  void isHeaderSafe_anythingButVisibleAscii_isFalse(String value) {
    assertFalse(Secret.of(value).isHeaderSafe());
  }

  @Test
  void isHeaderSafe_visibleAscii_isTrue() {
    assertTrue(Secret.of("eyJhbGciOi.~+/=_-!\"").isHeaderSafe());
  }
}
