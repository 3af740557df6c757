package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.Secret;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells proxies who one is, and nobody else. */
final class ProxyCredentials extends Authenticator {
  /** The JDK's switch for Basic in front of tunnels; it is read when the first client is made. */
  static final String TUNNEL_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

  private final List<ProxyServer> servers;

  ProxyCredentials(List<ProxyServer> servers) {
    this.servers = servers;
  }

  @Override
  protected @Nullable PasswordAuthentication getPasswordAuthentication() {
    if (getRequestorType() != RequestorType.PROXY) {
      return null;
    }
    for (ProxyServer server : servers) {
      if (server.address().getHostString().equalsIgnoreCase(getRequestingHost())
          && server.address().getPort() == getRequestingPort()
          && server.user().isPresent()) {
        return new PasswordAuthentication(
            server.user().get(), server.password().map(Secret::reveal).orElse("").toCharArray());
      }
    }
    return null;
  }
}
