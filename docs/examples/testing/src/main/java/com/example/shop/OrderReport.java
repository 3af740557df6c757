package com.example.shop;

import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** A program that calls the API as whoever has logged in to the profile {@code shop}. */
public final class OrderReport {
  private final Keyfob keyfob;

  public OrderReport(Keyfob keyfob) {
    this.keyfob = keyfob;
  }

  public String line() {
    AuthenticatedClient shop = keyfob.client("shop");
    HttpRequest orders = HttpRequest.newBuilder(shop.resolve("/orders")).build();
    long count = shop.send(orders, BodyHandlers.ofString()).body().lines().count();
    return count == 1 ? "1 order" : count + " orders";
  }
}
