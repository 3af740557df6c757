package dev.keyfob.auth.oauth.discovery;

import dev.keyfob.auth.api.spi.ProviderContext;
import java.net.http.HttpRequest;
import java.time.Duration;

/** Whether a login would find its identity provider. */
public final class Reachability {
  private static final Duration LIMIT = Duration.ofSeconds(8);

  private final ProviderContext context;

  public Reachability(ProviderContext context) {
    this.context = context;
  }

  /**
   * Runs the discovery of a login, which involves no user. Blocks for up to 10 seconds a request.
   *
   * @return the result, as a sentence
   */
  public String examine() {
    AuthorizationServer server = new Discovery(context).forExamination();
    server.authorizationEndpoint();
    if (server.issuer().isEmpty()) {
      // No metadata has been read. Any answer will do: this is no way to ask for a token.
      context.http().send(HttpRequest.newBuilder(server.tokenEndpoint()).build(), LIMIT);
      return "The endpoints that the profile names answer.";
    }
    return server.name()
        + " answers; it offers login by browser"
        + (server.deviceAuthorizationEndpoint().isPresent() ? " and by another device." : ".");
  }
}
