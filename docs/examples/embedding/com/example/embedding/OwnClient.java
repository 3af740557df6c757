package com.example.embedding;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * {@code OwnClient PROFILE PATH}: for a program that sends its requests by itself and only wants
 * them to carry a credential.
 */
public final class OwnClient {
  private static final int UNAUTHORIZED = 401;

  private OwnClient() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try (Keyfob keyfob = Keyfob.open();
        HttpClient http = HttpClient.newHttpClient()) {
      AccountKey account = AccountKey.of(args[0]);
      AuthenticatedClient api = keyfob.client(account);
      HttpRequest request = HttpRequest.newBuilder(api.resolve(args[1])).build();

      HttpResponse<String> answer = http.send(api.authorize(request), BodyHandlers.ofString());
      if (answer.statusCode() == UNAUTHORIZED) { // what AuthenticatedClient.send does by itself
        keyfob.refresh(account);
        answer = http.send(api.authorize(request), BodyHandlers.ofString());
      }
      System.out.println(answer.body());
    }
  }
}
