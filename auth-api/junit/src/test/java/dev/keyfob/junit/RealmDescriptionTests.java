package dev.keyfob.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

class RealmDescriptionTests {
  @KeycloakRealm(
      users =
          @TestUser(
              name = "ada",
              roles = {"buyer", "clerk"}))
  private static final class Annotated {}

  @KeycloakRealm(
      users =
          @TestUser(
              name = "ada",
              roles = {"buyer", "clerk"}))
  private static final class SameAgain {}

  @KeycloakRealm(users = @TestUser(name = "ada"))
  private static final class Other {}

  @KeycloakRealm(
      file = "shop-realm.json",
      client = "shop-cli",
      users =
          @TestUser(
              name = "bob",
              password = "marley",
              roles = {"buyer", "clerk"}))
  private static final class ByFile {}

  @KeycloakRealm(name = "shop", file = "shop-realm.json")
  private static final class TwoNames {}

  @KeycloakRealm(file = "none.json")
  private static final class NoFile {}

  private static JsonObject of(Class<?> testClass) {
    return new RealmDescription(testClass.getAnnotation(KeycloakRealm.class), testClass)
        .representation();
  }

  private static List<String> names(JsonObject object, String array, String member) {
    return object.getJsonArray(array).getValuesAs(JsonObject.class).stream()
        .map(entry -> entry.getString(member))
        .toList();
  }

  @Test
  void representation_sameDescription_isTheSameRealm() {
    assertEquals(of(Annotated.class), of(SameAgain.class));
    assertNotEquals(of(Annotated.class).getString("realm"), of(Other.class).getString("realm"));
    assertTrue(of(Annotated.class).getString("realm").startsWith("test-"));
  }

  @Test
  void representation_ofAUser_hasPasswordAndRoles() {
    JsonObject realm = of(Annotated.class);
    JsonObject ada = realm.getJsonArray("users").getJsonObject(0);

    assertEquals("ada", ada.getJsonArray("credentials").getJsonObject(0).getString("value"));
    assertTrue(JsonText.compact(ada.get("realmRoles")).endsWith("\"buyer\",\"clerk\"]"));
    assertEquals(List.of("buyer", "clerk"), names(realm.getJsonObject("roles"), "realm", "name"));
  }

  @Test
  void representation_byFile_hasWhatTheFileHasAndMore() {
    JsonObject realm = of(ByFile.class);

    assertEquals("shop", realm.getString("realm"));
    assertEquals(List.of("ada", "bob"), names(realm, "users", "username"));
    assertEquals(List.of("shop-cli"), names(realm, "clients", "clientId"));
    assertEquals(List.of("clerk", "buyer"), names(realm.getJsonObject("roles"), "realm", "name"));
  }

  @Test
  void representation_nameBesideAFile_isRefused() {
    assertThrows(ExtensionConfigurationException.class, () -> of(TwoNames.class));
  }

  @Test
  void representation_fileThatIsNotThere_isNamed() {
    String message =
        assertThrows(ExtensionConfigurationException.class, () -> of(NoFile.class)).toString();

    assertTrue(message.contains("none.json"), message);
  }
}
