package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.junit.ApiUnderTest;
import dev.keyfob.junit.KeycloakRealm;
import dev.keyfob.junit.LoggedIn;
import dev.keyfob.junit.TestUser;
import dev.keyfob.junit.keycloak.Realm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@KeycloakRealm(users = {@TestUser(name = "ada"), @TestUser(name = "bob")})
class OrdersApiTests {
  private final OrdersApi orders;

  OrdersApiTests(Realm realm) {
    orders = OrdersApi.start(realm.issuer());
  }

  @AfterEach
  void stop() {
    orders.close();
  }

  @ApiUnderTest
  URI address() {
    return orders.address();
  }

  @Test
  void orders_ofAUser_areThatUsersAndNobodyElses(
      @LoggedIn("ada") AuthenticatedClient ada, @LoggedIn("bob") AuthenticatedClient bob) {
    assertEquals("punched cards\nbrass gears", get(ada, "/orders"));
    assertEquals("a guitar", get(bob, "/orders"));
  }

  @Test
  void orders_tokenThatWasTamperedWith_isRefused(@LoggedIn("ada") Secret token) throws Exception {
    assertEquals(200, status(token.reveal()));
    assertEquals(401, status(token.reveal() + "x"));
  }

  private static String get(AuthenticatedClient api, String path) {
    HttpRequest request = HttpRequest.newBuilder(api.resolve(path)).build();
    return api.send(request, BodyHandlers.ofString()).body();
  }

  private int status(String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address().resolve("/orders"))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }
}
