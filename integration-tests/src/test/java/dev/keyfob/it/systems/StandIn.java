package dev.keyfob.it.systems;

import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.HttpStub.Request;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One of the systems: its identity provider, at which everybody consents at once, and its API,
 * which tells callers with a good credential who they are. Thread-safe.
 */
public final class StandIn implements AutoCloseable {
  /** A header that carries an API key where no bearer is wanted. */
  static final String KEY_HEADER = "x-api-key";

  final FakeIdentityProvider idp = FakeIdentityProvider.start();

  private final Set<String> keys = ConcurrentHashMap.newKeySet();

  public StandIn(String clientId) {
    idp.client(clientId);
    idp.interval(1);
    authorizingAt("/authorize");
  }

  /** Has everybody consent who is sent to a path. */
  StandIn authorizingAt(String path) {
    idp.answering(
        path,
        request ->
            Reply.empty(302)
                .with("Location", idp.consent(uri(path + "?" + request.query())).toString()));
    return this;
  }

  /** Has the API admit a key, in {@link #KEY_HEADER} or as a bearer. */
  public StandIn admitting(String key) {
    keys.add(key);
    return this;
  }

  /** Has the API answer callers with a good credential, and others with 401. */
  public StandIn answering(String path, String json) {
    AtomicReference<String> body = new AtomicReference<>(json);
    idp.answering(
        path,
        request ->
            admits(request)
                ? Reply.json(200, body.get())
                : Reply.json(401, "{\"error\":\"unauthorized\"}"));
    return this;
  }

  /** Has one path answer everybody with a status and nothing else. */
  StandIn failing(String path, int status) {
    idp.answering(path, request -> Reply.json(status, "{\"error\":\"as-the-test-asked\"}"));
    return this;
  }

  URI uri(String path) {
    return idp.uri(path);
  }

  public String address(String path) {
    return idp.uri(path).toString();
  }

  List<Request> requests(String path) {
    return idp.requests(path);
  }

  /** The last request to a path. */
  Request last(String path) {
    return idp.requests(path).getLast();
  }

  private boolean admits(Request request) {
    String bearer = request.headers().getOrDefault("authorization", "");
    String token = bearer.startsWith("Bearer ") ? bearer.substring("Bearer ".length()) : "";
    String key = request.headers().getOrDefault(KEY_HEADER, "");
    return idp.accepts(token) || keys.contains(token) || keys.contains(key);
  }

  @Override
  public void close() {
    idp.close();
  }
}
