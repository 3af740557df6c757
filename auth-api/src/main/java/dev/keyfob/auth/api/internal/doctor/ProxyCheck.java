package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.internal.http.EnvironmentProxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Whether the proxies that the environment names are addresses, and answer. */
public record ProxyCheck(Map<String, String> environment) implements HealthCheck {
  private static final Duration LIMIT = Duration.ofSeconds(4);

  @Override
  public String name() {
    return "proxy";
  }

  @Override
  public CheckResult look() {
    EnvironmentProxy named = EnvironmentProxy.of(environment);
    Set<InetSocketAddress> proxies = named.addresses();
    if (proxies.isEmpty()) {
      return CheckResult.skip("No proxy is configured.");
    }
    for (InetSocketAddress proxy : proxies) {
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(proxy.getHostString(), proxy.getPort()),
            Math.toIntExact(LIMIT.toMillis()));
      } catch (IOException e) {
        return CheckResult.fail(
            "The proxy " + text(proxy) + " cannot be reached.",
            named.servers().stream()
                .filter(server -> server.address().equals(proxy))
                .map(server -> "unset " + server.variable() + ", or correct it")
                .findFirst()
                .orElse("correct the proxy variables"));
      }
    }
    return CheckResult.pass(
        String.join(", ", proxies.stream().map(ProxyCheck::text).sorted().toList()) + " answers.");
  }

  private static String text(InetSocketAddress proxy) {
    return proxy.getHostString() + ":" + proxy.getPort();
  }

  /** Does not print the environment. */
  @Override
  public String toString() {
    return name();
  }
}
