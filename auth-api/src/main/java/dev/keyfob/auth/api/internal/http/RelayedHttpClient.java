package dev.keyfob.auth.api.internal.http;

import java.io.IOException;
import java.net.Authenticator;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Shows a {@link SocksRelay} what lets a request in. The JDK sends a header of this name to proxies
 * and to nobody else. Its own way, an {@code Authenticator}, would need Basic in front of tunnels,
 * which a system property forbids that is read but once. Safe for use by many threads.
 */
final class RelayedHttpClient extends ForwardingHttpClient {
  private static final String HEADER = "Proxy-Authorization";

  private final EnvironmentProxy proxies;

  RelayedHttpClient(HttpClient client, EnvironmentProxy proxies) {
    super(client);
    this.proxies = proxies;
  }

  private HttpRequest letIn(HttpRequest request) {
    Optional<String> authorization = proxies.relayAuthorization(request.uri());
    return authorization.isEmpty()
        ? request
        : HttpRequest.newBuilder(request, (name, value) -> true)
            .setHeader(HEADER, authorization.get())
            .build();
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body)
      throws IOException, InterruptedException {
    return client.send(letIn(request), body);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> body) {
    return client.sendAsync(letIn(request), body);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> body, @Nullable PushPromiseHandler<T> pushed) {
    return client.sendAsync(letIn(request), body, pushed);
  }

  /** For other clients that are set up like this one. */
  @Override
  public Optional<Authenticator> authenticator() {
    return Optional.of(new ProxyCredentials(proxies));
  }
}
