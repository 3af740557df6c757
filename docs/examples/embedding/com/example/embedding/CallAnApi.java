package com.example.embedding;

import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** {@code CallAnApi PROFILE PATH}: a request with whatever the user has logged in with. */
public final class CallAnApi {
  private CallAnApi() {}

  public static void main(String[] args) {
    try (Keyfob keyfob = Keyfob.open()) {
      AuthenticatedClient api = keyfob.client(args[0]);
      HttpRequest request = HttpRequest.newBuilder(api.resolve(args[1])).build();
      System.out.println(api.send(request, BodyHandlers.ofString()).body());
    }
  }
}
