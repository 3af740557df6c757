package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.junit.ApiUnderTest;
import dev.keyfob.junit.KeycloakRealm;
import dev.keyfob.junit.LoggedIn;
import dev.keyfob.junit.keycloak.Realm;
import dev.keyfob.junit.keycloak.TestLogin;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@KeycloakRealm(file = "/shop-realm.json", client = "shop-cli")
class OrderReportTests {
  private static OrdersApi orders;

  @ApiUnderTest private static URI address;

  @BeforeAll
  static void start(Realm realm) {
    orders = OrdersApi.start(realm.issuer());
    address = orders.address();
  }

  @AfterAll
  static void stop() {
    orders.close();
  }

  @Test
  void line_loggedIn_countsTheOrders(@LoggedIn(value = "ada", profile = "shop") Keyfob keyfob) {
    assertEquals("2 orders", new OrderReport(keyfob).line());
  }

  @Test
  void line_userOfOneTest_hasNoOrders(Realm realm) {
    realm.addUser("carol", "a password");
    try (TestLogin carol = realm.login("carol").profile("shop").api(address).open()) {
      assertEquals("0 orders", new OrderReport(carol.keyfob()).line());
    }
  }

  @Test
  void client_ofABoundLogin_sendsProofs(Realm realm) {
    JsonObject bound = JsonText.parseObject("{\"dpop\": true, \"par\": true}");
    try (TestLogin ada = realm.login("ada").oauth(bound).open()) {
      URI userinfo = URI.create(realm.issuer() + "/protocol/openid-connect/userinfo");
      HttpRequest request = HttpRequest.newBuilder(userinfo).build();
      assertEquals(200, ada.client().send(request, BodyHandlers.discarding()).statusCode());
    }
  }
}
