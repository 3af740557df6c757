package dev.keyfob.auth.api.internal.http;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;

/** Makes the one client that all of keyfob's requests go through. */
public final class HttpClients {
  private HttpClients() {}

  /**
   * A client that honours {@code HTTPS_PROXY}, {@code NO_PROXY} and {@code SSL_CERT_FILE} and
   * follows no redirects: the JDK would take custom headers and bodies along to other hosts.
   */
  public static HttpClient create(Map<String, String> environment) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(EnvironmentProxy.of(environment));
    TrustedCertificates.from(environment).ifPresent(client::sslContext);
    return client.build();
  }
}
