package dev.keyfob.junit.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealmDocumentTests {
  private static RealmDocument of(String json) {
    return new RealmDocument(JsonText.parseObject(json.replace('\'', '"')));
  }

  @Test
  void withClient_notThere_addsAPublicOneWithPkce() {
    JsonObject realm =
        of("{'realm':'shop','clients':[{'clientId':'api'}],'x':1}").withClient("cli").json();

    assertEquals(2, realm.getJsonArray("clients").size());
    JsonObject client = realm.getJsonArray("clients").getJsonObject(1);
    assertEquals("cli", client.getString("clientId"));
    assertTrue(client.getBoolean("publicClient"));
    assertEquals(
        "S256", client.getJsonObject("attributes").getString("pkce.code.challenge.method"));
    assertEquals(1, realm.getInt("x"));
  }

  @Test
  void withClient_there_isLeftAsItIs() {
    RealmDocument realm = of("{'realm':'shop','clients':[{'clientId':'cli','name':'ours'}]}");

    assertEquals(realm, realm.withClient("cli"));
  }

  @Test
  void passwords_areThoseInPlainText() {
    RealmDocument realm =
        of(
            """
            {'realm':'shop','users':[
              {'username':'ada','credentials':[{'type':'otp','value':'x'},{'type':'password','value':'lovelace'}]},
              {'username':'bob','credentials':[{'type':'password','secretData':'{}'}]},
              {'username':'eve'}]}
            """);

    assertEquals(Map.of("ada", Secret.of("lovelace")), realm.passwords());
  }

  @Test
  void name_missing_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> of("{'clients':[]}"));
  }
}
