package dev.keyfob.auth.api.internal.http;

import java.net.http.HttpClient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the client at the first request: most commands send none. Safe for use by many threads. */
public final class LazyHttpClient implements Supplier<HttpClient>, AutoCloseable {
  private final Supplier<HttpClient> factory;
  private @Nullable HttpClient made;

  /**
   * Makes a client when it is needed.
   *
   * @param factory called once at most
   */
  public LazyHttpClient(Supplier<HttpClient> factory) {
    this.factory = factory;
  }

  @Override
  public synchronized HttpClient get() {
    HttpClient known = made;
    if (known == null) {
      known = factory.get();
      made = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    if (made != null) {
      made.shutdownNow();
      if (made.proxy().orElse(null) instanceof EnvironmentProxy proxies) {
        proxies.close();
      }
    }
  }
}
