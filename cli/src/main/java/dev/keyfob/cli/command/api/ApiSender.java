package dev.keyfob.cli.command.api;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.cli.command.CommandContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests, again if they have failed for now, and keeps what a service says to a credential
 * that it does not accept. For one thread.
 */
final class ApiSender {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final String MAX_RETRIES = "maxRetries";
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final AuthenticatedClient client;
  private final ApiRequest request;
  private final CommandContext context;
  private final int retries;

  /**
   * A sender for one command.
   *
   * @param profile the service, whose {@code maxRetries} variables say how often where the command
   *     does not
   */
  ApiSender(
      AuthenticatedClient client, ApiRequest request, CommandContext context, String profile) {
    this.client = client;
    this.request = request;
    this.context = context;
    retries = request.retries().orElseGet(() -> fromEnvironment(context, profile));
  }

  private static int fromEnvironment(CommandContext context, String profile) {
    return context
        .setting(profile, MAX_RETRIES, "_MAX_RETRIES")
        .map(value -> ApiArguments.retries("The variable of " + MAX_RETRIES, value))
        .orElse(0);
  }

  /**
   * An answer, or an error with the answer that it is about.
   *
   * @param answer empty if there was none
   * @param error what is wrong with it; null if the credential was accepted
   */
  record Sent(Optional<ApiAnswer> answer, @Nullable AuthException error) {}

  /** Sends. Blocks for the service, and between the attempts. */
  Sent send(HttpRequest sent) {
    for (int attempt = 1; ; attempt++) {
      Sent result = once(sent);
      Optional<Duration> pause = attempt > retries ? Optional.empty() : pause(result, attempt);
      if (pause.isEmpty()) {
        return result;
      }
      result.answer().ifPresent(ApiSender::drop);
      int next = attempt + 1;
      context
          .notices()
          .trace(() -> "attempt " + next + " in " + pause.get().toMillis() + " milliseconds");
      sleep(pause.get());
    }
  }

  private Sent once(HttpRequest sent) {
    Rejection rejection = new Rejection();
    try {
      HttpResponse<InputStream> response =
          client.send(sent, BodyHandlers.ofInputStream(), rejection);
      return new Sent(
          Optional.of(
              new ApiAnswer(
                  response.uri(),
                  response.version(),
                  response.statusCode(),
                  response.headers(),
                  response.body())),
          null);
    } catch (AuthException e) {
      return new Sent(rejection.answer(sent), e);
    }
  }

  /** How long to wait before the next attempt; empty if there is to be none. */
  private Optional<Duration> pause(Sent result, int attempt) {
    if (result.error() != null) {
      return result.error().retryable() && request.isIdempotent()
          ? Optional.of(backoff(attempt))
          : Optional.empty();
    }
    ApiAnswer answer = result.answer().orElseThrow();
    OptionalLong asked = retryAfter(answer);
    boolean passing =
        answer.status() == TOO_MANY_REQUESTS
            || answer.status() == 408
            || (answer.status() >= 500 && answer.status() != 501);
    if (!passing || !(request.isIdempotent() || answer.status() == TOO_MANY_REQUESTS)) {
      return Optional.empty();
    }
    Duration wait = asked.isPresent() ? Duration.ofSeconds(asked.getAsLong()) : backoff(attempt);
    return wait.compareTo(LONGEST_PAUSE) > 0 ? Optional.empty() : Optional.of(wait);
  }

  private static Duration backoff(int attempt) {
    Duration wait = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 7));
    return wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
  }

  /**
   * In seconds; the other form, a date, is for those who can trust the clocks (RFC 9110 10.2.3).
   */
  private static OptionalLong retryAfter(ApiAnswer answer) {
    String value = answer.headers().firstValue("Retry-After").orElse("").strip();
    return value.matches("[0-9]{1,9}")
        ? OptionalLong.of(Long.parseLong(value))
        : OptionalLong.empty();
  }

  private static void drop(ApiAnswer answer) {
    try (InputStream body = answer.body()) {
      long _ = body.skip(0);
    } catch (IOException e) {
      // of no use in any case
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Cancelled.");
    }
  }

  /** Keeps the last answer that did not accept the credential. */
  private static final class Rejection implements BodyHandler<byte[]> {
    /** Who sends more than that to somebody it does not know says nothing that matters. */
    private static final int KEPT = 1 << 20;

    private volatile @Nullable ResponseInfo info;
    private volatile byte @Nullable [] body;

    @Override
    public BodySubscriber<byte[]> apply(ResponseInfo head) {
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      BodySubscriber<Void> all =
          BodySubscribers.ofByteArrayConsumer(
              chunk ->
                  chunk.ifPresent(
                      bytes ->
                          kept.write(
                              bytes,
                              0,
                              Math.min(bytes.length, KEPT - Math.min(KEPT, kept.size())))));
      return BodySubscribers.mapping(
          all,
          end -> {
            info = head;
            body = kept.toByteArray();
            return kept.toByteArray();
          });
    }

    Optional<ApiAnswer> answer(HttpRequest sent) {
      ResponseInfo head = info;
      byte[] bytes = body;
      return head == null || bytes == null
          ? Optional.empty()
          : Optional.of(
              new ApiAnswer(
                  sent.uri(),
                  head.version(),
                  head.statusCode(),
                  head.headers(),
                  new ByteArrayInputStream(bytes)));
    }
  }
}
