package dev.keyfob.it.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server of the Model Context Protocol and its authorization server, which registers clients,
 * rotates refresh tokens and ends a grant of which one is used twice. Thread-safe.
 */
final class McpStandIn implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\"[^\"]*\"|\\d+)");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> events = new ArrayList<>();
  private String access = "";
  private String refresh = "";
  private String granted = "";
  private String asked = "";
  private int issued;
  private int clients;
  private boolean knowsClients = true;
  private volatile String needed = "read";
  private volatile Runnable beforeRenewal = () -> {};

  private McpStandIn(HttpServer server) {
    this.server = server;
  }

  static McpStandIn start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
      McpStandIn standIn = new McpStandIn(server);
      server.createContext("/", standIn::serve);
      server.setExecutor(standIn.threads);
      server.start();
      return standIn;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String address() {
    return origin() + "/mcp";
  }

  /** How often something has happened: {@code register}, {@code authorize}, {@code renew} … */
  synchronized long count(String event) {
    return events.stream().filter(event::equals).count();
  }

  /** What is done when a request for a renewal has arrived. */
  void beforeRenewal(Runnable first) {
    beforeRenewal = first;
  }

  /** Forgets every client that was registered, and with it their grants. */
  synchronized void forgetClients() {
    knowsClients = false;
  }

  synchronized void learnClients() {
    knowsClients = true;
  }

  /** The scope that requests need from now on. */
  void needing(String scope) {
    needed = scope;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/.well-known/oauth-protected-resource/mcp" ->
            send(
                exchange,
                200,
                "{'resource':'%s','authorization_servers':['%s'],'scopes_supported':['read']}"
                    .formatted(address(), origin()));
        case "/.well-known/oauth-authorization-server" -> send(exchange, 200, metadata());
        case "/register" -> send(exchange, 201, register(body));
        case "/authorize" -> authorize(exchange);
        case "/token" -> token(exchange, form(body));
        case "/mcp" -> message(exchange, body);
        default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private String metadata() {
    return """
    {'issuer':'IDP','authorization_endpoint':'IDP/authorize','token_endpoint':'IDP/token',
     'registration_endpoint':'IDP/register','response_types_supported':['code'],
     'code_challenge_methods_supported':['S256'],
     'token_endpoint_auth_methods_supported':['client_secret_basic']}
    """
        .replace("IDP", origin());
  }

  private synchronized String register(String body) {
    events.add("register");
    if (!body.contains("\"application_type\":\"native\"")) {
      throw new AssertionError(body);
    }
    clients++;
    return "{'client_id':'client-%d','client_secret':'secret-%d'}".formatted(clients, clients);
  }

  private synchronized void authorize(HttpExchange exchange) throws IOException {
    events.add("authorize");
    Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
    asked = query.getOrDefault("scope", "");
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            query.get("redirect_uri")
                + "?code=c&state="
                + URLEncoder.encode(query.getOrDefault("state", ""), StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(302, -1);
  }

  private void token(HttpExchange exchange, Map<String, String> form) throws IOException {
    boolean renewal = "refresh_token".equals(form.get("grant_type"));
    if (renewal) {
      beforeRenewal.run();
    }
    synchronized (this) {
      events.add(renewal ? "renew" : "redeem");
      boolean authenticated =
          exchange.getRequestHeaders().getFirst("Authorization") != null && knowsClients;
      if (!authenticated) {
        send(exchange, 401, "{'error':'invalid_client'}");
        return;
      }
      if (!address().equals(form.get("resource"))
          || (renewal && !refresh.equals(form.get("refresh_token")))) {
        refresh = "";
        send(exchange, 400, "{'error':'invalid_grant'}");
        return;
      }
      issued++;
      access = "access-" + issued;
      refresh = "refresh-" + issued;
      granted = renewal ? granted : asked;
      send(
          exchange,
          200,
          "{'access_token':'%s','refresh_token':'%s','token_type':'Bearer','expires_in':3600,'scope':'%s'}"
              .formatted(access, refresh, granted));
    }
  }

  private void message(HttpExchange exchange, String body) throws IOException {
    boolean known;
    boolean allowed;
    synchronized (this) {
      events.add("message");
      known =
          !access.isEmpty()
              && ("Bearer " + access)
                  .equals(exchange.getRequestHeaders().getFirst("Authorization"));
      allowed = List.of(granted.split(" ", -1)).contains(needed);
    }
    if (!known || !allowed) {
      exchange
          .getResponseHeaders()
          .set(
              "WWW-Authenticate",
              "Bearer resource_metadata=\"%s/.well-known/oauth-protected-resource/mcp\", scope=\"%s\"%s"
                  .formatted(origin(), needed, known ? ", error=\"insufficient_scope\"" : ""));
      exchange.sendResponseHeaders(known ? 403 : 401, -1);
      return;
    }
    Matcher id = ID.matcher(body);
    if (id.find()) {
      send(exchange, 200, "{'jsonrpc':'2.0','id':" + id.group(1) + ",'result':{'ok':true}}");
    } else {
      exchange.sendResponseHeaders(202, -1);
    }
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static Map<String, String> form(String text) {
    Map<String, String> form = new HashMap<>();
    for (String field : text.split("&", -1)) {
      int sign = field.indexOf('=');
      if (sign > 0) {
        form.put(
            field.substring(0, sign),
            URLDecoder.decode(field.substring(sign + 1), StandardCharsets.UTF_8));
      }
    }
    return form;
  }
}
