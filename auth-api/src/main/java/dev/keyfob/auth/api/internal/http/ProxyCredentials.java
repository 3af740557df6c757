package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.Secret;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import org.jspecify.annotations.Nullable;

/** Tells proxies who one is, and nobody else. */
final class ProxyCredentials extends Authenticator {
  /** The JDK's switch for Basic in front of tunnels; it is read when the first client is made. */
  static final String TUNNEL_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

  private final EnvironmentProxy proxies;

  ProxyCredentials(EnvironmentProxy proxies) {
    this.proxies = proxies;
  }

  @Override
  protected @Nullable PasswordAuthentication getPasswordAuthentication() {
    if (getRequestorType() != RequestorType.PROXY) {
      return null;
    }
    for (ProxyServer server : proxies.servers()) {
      if (!server.isSocks()
          && server.address().getHostString().equalsIgnoreCase(getRequestingHost())
          && server.address().getPort() == getRequestingPort()
          && server.user().isPresent()) {
        return new PasswordAuthentication(
            server.user().get(), server.password().map(Secret::reveal).orElse("").toCharArray());
      }
    }
    return proxies.relayCredentials(getRequestingHost(), getRequestingPort()).orElse(null);
  }
}
