package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.SecureUri;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How far the clock is from the servers' (RFC 9110 section 6.6.1). */
public record ClockCheck(ProviderContext context) implements HealthCheck {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Beyond this, tokens are renewed too late or all the time. */
  private static final Duration NOTICEABLE = Duration.ofSeconds(30);

  /** What is allowed between the clocks when an ID token is checked. */
  private static final Duration HARMFUL = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public CheckResult look() {
    for (URI server : servers()) {
      Optional<Duration> ahead = ahead(server);
      if (ahead.isPresent()) {
        return verdict(ahead.get(), server.getHost());
      }
    }
    return CheckResult.skip("No server has reported its time.");
  }

  private static CheckResult verdict(Duration ahead, String server) {
    Duration off = ahead.abs();
    if (off.compareTo(NOTICEABLE) <= 0) {
      return CheckResult.pass("The clock agrees with that of " + server + ".");
    }
    String message =
        "It is "
            + off.toSeconds()
            + " seconds "
            + (ahead.isNegative() ? "behind" : "ahead of")
            + " that of "
            + server
            + ".";
    String remedy = "set the clock, for example: sudo timedatectl set-ntp true";
    return off.compareTo(HARMFUL) > 0
        ? CheckResult.fail(message, remedy)
        : CheckResult.warn(message, remedy);
  }

  private Optional<Duration> ahead(URI server) {
    try {
      Instant sent = context.clock().instant();
      Optional<Instant> theirs =
          context.http().send(HttpRequest.newBuilder(server).build(), LIMIT).date();
      // Their time is cut to a second and was taken somewhere between sending and now.
      return theirs.map(
          date ->
              Duration.between(
                  date.plusMillis(500), sent.plus(Duration.between(sent, now()).dividedBy(2))));
    } catch (AuthException.Cancelled e) {
      throw e;
    } catch (AuthException e) {
      return Optional.empty(); // the check of that server says so
    }
  }

  private Instant now() {
    return context.clock().instant();
  }

  private List<URI> servers() {
    Optional<OAuthSettings> oauth = context.profile().oauth();
    return Stream.of(
            oauth.flatMap(OAuthSettings::issuer),
            context.profile().apiBaseUri(),
            oauth.flatMap(OAuthSettings::tokenEndpoint))
        .flatMap(Optional::stream)
        .filter(SecureUri::isSecure)
        .distinct()
        .toList();
  }
}
