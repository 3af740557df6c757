package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.http.HttpAnswer;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.SecureUri;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/** Whether the service's API answers at all. No credential is sent. */
public record ApiCheck(ProviderContext context) implements Examination {
  private static final Duration LIMIT = Duration.ofSeconds(8);

  @Override
  public String name() {
    return "api";
  }

  @Override
  public Finding look() {
    Optional<URI> api = context.profile().apiBaseUri();
    if (api.isEmpty()) {
      return Finding.skip("The profile names no API.");
    }
    if (!SecureUri.isSecure(api.get()) && !context.profile().allowHttp()) {
      return Finding.fail(
          "The API's address " + api.get() + " is not https.",
          "keyfob profile show " + context.profile().name());
    }
    HttpAnswer answer;
    try {
      answer = context.http().send(HttpRequest.newBuilder(api.get()).build(), LIMIT);
    } catch (AuthException.Transient e) {
      return Network.away(e, context.profile());
    }
    return answer.status() >= 500
        ? Finding.warn(api.get() + " answers with HTTP " + answer.status() + ".", "try again later")
        : Finding.pass(api.get() + " answers.");
  }
}
