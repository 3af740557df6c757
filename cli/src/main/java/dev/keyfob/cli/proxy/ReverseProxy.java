package dev.keyfob.cli.proxy;

import com.sun.net.httpserver.HttpServer;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server on this machine that passes requests on to one service with the credential on them, so
 * that whoever asks it never sees the credential. Its address holds a secret of its own, good for
 * as long as it runs, without which other users and web pages get nothing. Requests are served each
 * by a thread.
 */
public final class ReverseProxy implements AutoCloseable {
  private static final int SECRET_BYTES = 32;

  private final HttpServer server;
  private final ExecutorService threads;
  private final URI address;

  private ReverseProxy(HttpServer server, ExecutorService threads, URI address) {
    this.server = server;
    this.threads = threads;
    this.address = address;
  }

  /**
   * Starts to serve.
   *
   * @param client what sends requests to the service
   * @param port the port of the loopback interface; 0 for any
   * @return the running server, to be closed
   * @throws AuthException.Misconfigured if the port is taken
   */
  public static ReverseProxy start(AuthenticatedClient client, int port) {
    return start(client, () -> {}, port);
  }

  /**
   * Starts to serve.
   *
   * @param client what sends requests to the service
   * @param recheck has the credential looked up again, since somebody may have logged out; called
   *     now and then before a request
   * @param port the port of the loopback interface; 0 for any
   * @return the running server, to be closed
   * @throws AuthException.Misconfigured if the port is taken
   */
  public static ReverseProxy start(AuthenticatedClient client, Runnable recheck, int port) {
    Limits.apply();
    HttpServer server = listen(port);
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    String secret = "/" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    String authority = "127.0.0.1:" + server.getAddress().getPort();
    URI address = URI.create("http://" + authority + secret);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext(
        "/", new Forwarding(client, recheck, new RequestGuard(authority, secret), address));
    server.start();
    return new ReverseProxy(server, threads, address);
  }

  private static HttpServer listen(int port) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      return HttpServer.create(new InetSocketAddress(loopback, port), 0);
    } catch (IOException e) {
      throw AuthException.usage(
          "The port " + port + " cannot be listened on; another program may have it.",
          "keyfob proxy --port 0");
    }
  }

  /**
   * What stands in for the address of the service's API, secret included.
   *
   * @return an address without a slash at its end
   */
  public URI address() {
    return address;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
