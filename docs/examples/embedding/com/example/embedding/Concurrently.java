package com.example.embedding;

import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code Concurrently PROFILE PATH...}: many requests at once. They share one credential, which is
 * renewed once if it has to be, however many requests notice.
 */
public final class Concurrently {
  private Concurrently() {}

  public static void main(String[] args) {
    try (Keyfob keyfob = Keyfob.open()) {
      AuthenticatedClient api = keyfob.client(args[0]);
      List<CompletableFuture<HttpResponse<String>>> answers =
          Arrays.stream(args)
              .skip(1)
              .map(path -> HttpRequest.newBuilder(api.resolve(path)).build())
              .map(request -> api.sendAsync(request, BodyHandlers.ofString()))
              .toList();
      answers.forEach(answer -> System.out.println(answer.join().statusCode()));
    }
  }
}
