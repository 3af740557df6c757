package com.example.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An API that knows its callers by the access tokens of one issuer. */
public final class OrdersApi implements AutoCloseable {
  private static final Map<String, List<String>> ORDERS =
      Map.of("ada", List.of("punched cards", "brass gears"), "bob", List.of("a guitar"));

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer server;
  private final URI userinfo;

  private OrdersApi(HttpServer server, URI userinfo) {
    this.server = server;
    this.userinfo = userinfo;
  }

  public static OrdersApi start(URI issuer) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      OrdersApi api =
          new OrdersApi(server, URI.create(issuer + "/protocol/openid-connect/userinfo"));
      server.createContext("/orders", api::orders);
      server.start();
      return api;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void orders(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<String> caller = caller(exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] body =
          caller
              .map(name -> String.join("\n", ORDERS.getOrDefault(name, List.of())))
              .orElse("")
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(
          caller.isPresent() ? 200 : 401, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Optional<String> caller(String authorization) throws IOException {
    if (authorization == null) {
      return Optional.empty();
    }
    HttpRequest question =
        HttpRequest.newBuilder(userinfo).header("Authorization", authorization).build();
    try {
      HttpResponse<String> answer = http.send(question, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        return Optional.empty();
      }
      try (JsonReader json = Json.createReader(new StringReader(answer.body()))) {
        return Optional.of(json.readObject().getString("preferred_username"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.close();
  }
}
