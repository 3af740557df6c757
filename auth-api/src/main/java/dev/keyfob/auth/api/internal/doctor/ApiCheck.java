package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.HttpAnswer;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.SecureUri;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/** Whether the service's API answers at all. No credential is sent. */
public record ApiCheck(ProviderContext context) implements HealthCheck {
  private static final Duration LIMIT = Duration.ofSeconds(8);

  @Override
  public String name() {
    return "api";
  }

  @Override
  public CheckResult look() {
    Optional<URI> api = context.profile().apiBaseUri();
    if (api.isEmpty()) {
      return CheckResult.skip("The profile has no API address.");
    }
    if (!SecureUri.isSecure(api.get()) && !context.profile().allowHttp()) {
      return CheckResult.fail(
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
        ? CheckResult.warn(
            api.get() + " answers with HTTP " + answer.status() + ".", "try again later")
        : CheckResult.pass(api.get() + " answers.");
  }
}
