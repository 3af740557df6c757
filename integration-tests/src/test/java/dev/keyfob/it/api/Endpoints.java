package dev.keyfob.it.api;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the API answers to a caller that was admitted. */
final class Endpoints {

  private static final Pattern PAGE = Pattern.compile("page=([1-9]\\d{0,2})");
  private static final int LAST_PAGE = 3;
  private static final int PAGE_SIZE = 2;

  private Endpoints() {}

  static Answer answer(HttpExchange exchange, Caller caller, URI address) throws IOException {
    return switch (exchange.getRequestURI().getPath()) {
      case "/v1/me" -> me(caller);
      case "/v1/echo" -> echo(exchange);
      case "/v1/items" -> items(Objects.toString(exchange.getRequestURI().getQuery(), ""), address);
      case "/v1/forbidden" ->
          Answer.refusal(
              403, "forbidden", "Bearer realm=\"keyfob-test\", error=\"insufficient_scope\"");
      default -> Answer.failure(404, "not_found");
    };
  }

  private static Answer me(Caller caller) {
    return Answer.ok(
        Json.createObjectBuilder()
            .add("sub", caller.subject())
            .add("name", caller.name())
            .add("email", caller.email())
            .build());
  }

  private static Answer echo(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return Answer.ok(
        Json.createObjectBuilder()
            .add("method", exchange.getRequestMethod())
            .add("headers", withoutSecrets(exchange.getRequestHeaders()))
            .add("body", body)
            .build());
  }

  private static JsonObjectBuilder withoutSecrets(Headers headers) {
    JsonObjectBuilder shown = Json.createObjectBuilder();
    headers.forEach(
        (name, values) -> {
          String value = String.join(", ", values);
          String lower = name.toLowerCase(Locale.ROOT);
          shown.add(
              lower,
              switch (lower) {
                case "authorization" -> value.split(" ", 2)[0] + " (secret)";
                case "x-api-key" -> "(secret)";
                default -> value;
              });
        });
    return shown;
  }

  private static Answer items(String query, URI address) {
    Matcher matcher = PAGE.matcher(query);
    int page = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 1;
    JsonArrayBuilder items = Json.createArrayBuilder();
    for (int id = (page - 1) * PAGE_SIZE + 1; page <= LAST_PAGE && id <= page * PAGE_SIZE; id++) {
      items.add(Json.createObjectBuilder().add("id", id));
    }
    Map<String, String> links =
        page < LAST_PAGE
            ? Map.of("Link", "<%s/v1/items?page=%d>; rel=\"next\"".formatted(address, page + 1))
            : Map.of();
    return new Answer(200, links, items.build());
  }
}
