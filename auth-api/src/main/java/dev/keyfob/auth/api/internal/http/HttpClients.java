package dev.keyfob.auth.api.internal.http;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLParameters;

/** Makes the one client that all of keyfob's requests go through. */
public final class HttpClients {
  private static final List<String> PROXIES =
      List.of("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy");

  /** What the client would ask the context for, and have it made. */
  private static final String[] TLS = {"TLSv1.3", "TLSv1.2"};

  private HttpClients() {}

  /**
   * Lets a proxy with a password be told it by Basic in front of tunnels too, which the JDK does
   * only if a system property allows it. It reads that once, when the first request is made, which
   * is before the client. A property that has been set is left alone.
   *
   * @param environment the variables
   */
  public static void prepare(Map<String, String> environment) {
    for (String variable : PROXIES) {
      if (environment.getOrDefault(variable, "").indexOf('@') >= 0
          && System.getProperty(ProxyCredentials.TUNNEL_SCHEMES) == null) {
        System.setProperty(ProxyCredentials.TUNNEL_SCHEMES, "");
      }
    }
  }

  /**
   * A client that honours {@code HTTPS_PROXY}, {@code NO_PROXY} and {@code SSL_CERT_FILE} and
   * follows no redirects: the JDK would take custom headers and bodies along to other hosts.
   */
  public static HttpClient create(Map<String, String> environment) {
    EnvironmentProxy proxy = EnvironmentProxy.of(environment);
    boolean hasPassword =
        proxy.servers().stream().anyMatch(server -> !server.isSocks() && server.user().isPresent());
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(proxy)
            .sslContext(new LazySslContext(() -> TrustedCertificates.from(environment)))
            .sslParameters(new SSLParameters(null, TLS));
    if (hasPassword) {
      client.authenticator(new ProxyCredentials(proxy));
    }
    return proxy.servers().stream().anyMatch(ProxyServer::isSocks)
        ? new RelayedHttpClient(client.build(), proxy)
        : client.build();
  }
}
