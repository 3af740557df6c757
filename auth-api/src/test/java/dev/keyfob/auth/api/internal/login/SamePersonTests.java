package dev.keyfob.auth.api.internal.login;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.spi.support.JsonText;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SamePersonTests {
  private static boolean same(String one, String other) {
    return SamePerson.isSame(
        JsonText.parseObject(one),
        Optional.of(JsonText.parseObject(other)),
        List.of("user.email", "name"));
  }

  @Test
  void isSame_identifier_decidesBeforeWhatPeopleSee() {
    assertTrue(same("{\"sub\":\"1\",\"email\":\"new\"}", "{\"sub\":\"1\",\"email\":\"old\"}"));
    assertFalse(same("{\"id\":1,\"email\":\"a\"}", "{\"id\":2,\"email\":\"a\"}"));
  }

  @Test
  void isSame_withoutIdentifier_isByTheProfilesFields() {
    assertTrue(same("{\"email\":\"a\"}", "{\"email\":\"a\"}"));
    assertFalse(same("{\"email\":\"a\"}", "{\"email\":\"b\"}"));
  }

  @Test
  void isSame_nothingInCommon_isNotSaid() {
    assertFalse(same("{\"email\":\"a\"}", "{\"name\":\"a\"}"));
  }
}
