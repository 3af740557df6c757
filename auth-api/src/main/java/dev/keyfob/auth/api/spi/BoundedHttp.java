package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.http.HostAddresses;
import dev.keyfob.auth.api.http.HostNames;
import dev.keyfob.auth.api.spi.KnownProxies.KnownProxy;
import dev.keyfob.auth.api.spi.KnownProxies.Problem;
import dev.keyfob.auth.api.stability.Evolving;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Requests whose answers are limited in size and in time, from the first byte sent to the last byte
 * read. Redirects are not followed and nothing is decompressed. Safe for use by many threads.
 */
@Evolving
public final class BoundedHttp {
  /** The size that no answer of an identity provider should need. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  private final Supplier<HttpClient> client;
  private final @Nullable Supplier<Duration> remaining;

  /**
   * Uses a client.
   *
   * @param client gives the client at the first request, always the same one; it must not follow
   *     redirects
   */
  public BoundedHttp(Supplier<HttpClient> client) {
    this(client, null);
  }

  private BoundedHttp(Supplier<HttpClient> client, @Nullable Supplier<Duration> remaining) {
    this.client = client;
    this.remaining = remaining;
  }

  /**
   * The same client, whose requests {@link #send} ends in time for something else as well.
   *
   * @param left how much time there is at the moment
   * @return a view of this client
   */
  public BoundedHttp within(Supplier<Duration> left) {
    return new BoundedHttp(client, left);
  }

  /**
   * The client underneath, for requests whose answers are not limited.
   *
   * @return the client, which honours the user's proxy and certificates
   */
  public HttpClient client() {
    return client.get();
  }

  /**
   * Sends a request and reads the whole answer. Blocks up to the time given.
   *
   * @param request what to send
   * @param limit the time for all of it
   * @return the answer, whatever its status
   * @throws AuthException.Transient with {@code network} if there is no answer, or not in time
   * @throws AuthException.Protocol if the answer is larger than {@link #MAX_BYTES}
   * @throws AuthException.Cancelled if the thread is interrupted
   */
  public HttpAnswer send(HttpRequest request, Duration limit) {
    // Takes long the first time, and is not to be between the look at the clock and the request.
    HttpClient ready = client.get();
    if (remaining != null && "https".equalsIgnoreCase(request.uri().getScheme())) {
      var _ = ready.sslContext().createSSLEngine();
    }
    Duration time = shorter(limit);
    if (!time.isPositive()) {
      throw new AuthException.Transient(
          ErrorCode.NETWORK,
          "No time was left to ask " + HostNames.origin(request.uri()) + ".",
          null);
    }
    long end = System.nanoTime() + time.toNanos();
    while (true) {
      try {
        return sendOnce(ready, request, time, Duration.ofNanos(end - System.nanoTime()));
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (!hasAnotherAddress(request, cause)) {
          throw failure(request, cause);
        }
      }
    }
  }

  private HttpAnswer sendOnce(HttpClient ready, HttpRequest request, Duration time, Duration left)
      throws ExecutionException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        ready.sendAsync(request, info -> new LimitedBody(MAX_BYTES));
    try {
      HttpResponse<byte[]> response =
          allowed(request, answer.get(Math.max(left.toMillis(), 1), TimeUnit.MILLISECONDS));
      return new HttpAnswer(
          request.uri(), response.statusCode(), response.headers(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled(
          "Interrupted while waiting for " + HostNames.origin(request.uri()) + ".");
    } catch (TimeoutException e) {
      throw new AuthException.Transient(
          ErrorCode.NETWORK,
          HostNames.origin(request.uri())
              + proxy(request).map(server -> ", through the " + server.name() + ",").orElse("")
              + " did not answer within "
              + time.toSeconds()
              + " seconds.",
          e);
    } catch (CancellationException e) {
      throw failure(request, e);
    } finally {
      answer.cancel(true);
    }
  }

  /**
   * Whether a request can be sent once more, to another address of its host: no connection came
   * about, so that nobody has seen anything of it.
   *
   * @param request the request
   * @param cause why it failed
   * @return true if another attempt goes to another address
   */
  public boolean hasAnotherAddress(HttpRequest request, Throwable cause) {
    return (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException)
        && proxy(request).isEmpty()
        && HostAddresses.hasAnother(String.valueOf(request.uri().getHost()));
  }

  private Duration shorter(Duration limit) {
    if (remaining == null) {
      return limit;
    }
    Duration left = remaining.get();
    return left.compareTo(limit) < 0 ? left : limit;
  }

  /**
   * Says in a sentence why a request got no answer.
   *
   * @param request the request
   * @param cause what the client threw
   * @return the exception to throw
   */
  public AuthException failure(HttpRequest request, Throwable cause) {
    Throwable root = cause;
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof AuthException known) {
        return known;
      }
      if (t instanceof TooLarge) {
        return new AuthException.Protocol(
            HostNames.origin(request.uri())
                + " sent an answer larger than "
                + MAX_BYTES
                + " bytes.",
            null,
            null);
      }
      root = t;
    }
    Optional<Problem> problem = proxies().flatMap(known -> known.problem(request.uri()));
    String message =
        "Cannot reach "
            + HostNames.origin(request.uri())
            + proxy(request).map(server -> " through the " + server.name()).orElse("")
            + ": "
            + problem.map(Problem::reason).orElse(reason(cause, root, proxy(request).isPresent()))
            + ".";
    if (problem.flatMap(Problem::remedy).isPresent()) {
      return new AuthException.Protocol(
          ErrorCode.NETWORK, message, problem.flatMap(Problem::remedy).get());
    }
    return isUntrusted(cause)
        ? new AuthException.Protocol(ErrorCode.NETWORK, message, "export SSL_CERT_FILE=\"$FILE\"")
        : new AuthException.Transient(ErrorCode.NETWORK, message, cause);
  }

  /** Whether it was about the server's certificate, which is the same at the next attempt. */
  private static boolean isUntrusted(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  /**
   * Lets an answer pass that comes from the server, and not from a proxy that wants to know first
   * who is asking.
   *
   * @param request the request
   * @param response its answer
   * @param <T> the type of its body
   * @return the answer
   * @throws AuthException.Protocol with {@code network} after a 407
   */
  public <T> HttpResponse<T> allowed(HttpRequest request, HttpResponse<T> response) {
    if (response.statusCode() != PROXY_AUTHENTICATION_REQUIRED) {
      return response;
    }
    Optional<? extends KnownProxy> server = proxy(request);
    throw new AuthException.Protocol(
        ErrorCode.NETWORK,
        "The "
            + server.map(KnownProxy::name).orElse("proxy")
            + " on the way to "
            + HostNames.origin(request.uri())
            + " wants a user name and a password that it accepts (HTTP 407).",
        "export "
            + server.map(KnownProxy::variable).orElse("HTTPS_PROXY")
            + "=\"http://$USER:$PASSWORD@$HOST:$PORT\"");
  }

  private Optional<? extends KnownProxy> proxy(HttpRequest request) {
    return proxies().flatMap(known -> known.server(request.uri()));
  }

  private Optional<KnownProxies> proxies() {
    return client.get().proxy().orElse(null) instanceof KnownProxies known
        ? Optional.of(known)
        : Optional.empty();
  }

  private static String reason(Throwable cause, Throwable root, boolean proxied) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof SSLException) {
        return isUntrusted(cause)
            ? "the TLS connection failed, its certificate is not trusted (set SSL_CERT_FILE to your"
                + " organisation's certificates if they are its issuers)"
            : "the TLS connection failed";
      }
      if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
        return proxied ? "the proxy's host name is unknown" : "the host name is unknown";
      }
      if (t instanceof HttpTimeoutException) {
        return "no answer in time";
      }
    }
    if (cause instanceof ConnectException) {
      return proxied ? "the proxy refused the connection" : "the connection was refused";
    }
    String said = String.valueOf(root.getMessage());
    if (proxied && said.startsWith("too many authentication attempts")) {
      return "the proxy does not accept the user name and the password";
    }
    if (proxied && said.startsWith("Tunnel failed")) {
      return "the proxy did not connect (" + said.replaceAll("[^A-Za-z0-9 ,:]", "") + ")";
    }
    return root instanceof IOException ? "the connection broke" : "the request failed";
  }

  /** Thrown into the client to make it drop the connection. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
