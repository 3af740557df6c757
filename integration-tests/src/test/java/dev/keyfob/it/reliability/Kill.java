package dev.keyfob.it.reliability;

import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Running;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** A way to kill one renewal. */
sealed interface Kill {
  /** What runs with this name are counted under. */
  String name();

  /** Starts a renewal that will be killed. */
  Running start(KeyfobProcess keyfob, Home home, StrictIdentityProvider provider);

  /** What renews: of a bound session, the token alone is not told. */
  private static String[] renewal(Home home) {
    return home.tokens().key().equals(BoundKey.NONE)
        ? new String[] {"token", Home.PROFILE}
        : new String[] {"token", Home.PROFILE, "--json"};
  }

  private static Running renew(KeyfobProcess keyfob, Home home) {
    return keyfob.start(renewal(home));
  }

  /** As the process enters a system call. */
  record AtStep(Step step) implements Kill {
    @Override
    public String name() {
      return "before " + step.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public Running start(KeyfobProcess keyfob, Home home, StrictIdentityProvider provider) {
      provider.answering(TokenAnswer.honest());
      return Strace.killing(keyfob, step.call(), step.file(home), step.when(), renewal(home));
    }
  }

  /** While the identity provider has its request: before anything is spent. */
  record RequestSent() implements Kill {
    @Override
    public String name() {
      return "request sent";
    }

    @Override
    public Running start(KeyfobProcess keyfob, Home home, StrictIdentityProvider provider) {
      CompletableFuture<Running> victim = new CompletableFuture<>();
      provider.answering((exchange, rotation) -> end(victim));
      return complete(victim, renew(keyfob, home));
    }
  }

  /**
   * In the middle of the answer.
   *
   * @param bytes how many have been sent
   */
  record AnswerHalfRead(int bytes) implements Kill {
    @Override
    public String name() {
      return "answer half read";
    }

    @Override
    public Running start(KeyfobProcess keyfob, Home home, StrictIdentityProvider provider) {
      CompletableFuture<Running> victim = new CompletableFuture<>();
      provider.answering(
          (exchange, rotation) -> {
            byte[] whole = rotation.spend().body();
            exchange.sendResponseHeaders(200, whole.length);
            exchange.getResponseBody().write(whole, 0, Math.min(bytes, whole.length - 1));
            exchange.getResponseBody().flush();
            end(victim);
          });
      return complete(victim, renew(keyfob, home));
    }
  }

  /**
   * Some time after the answer was sent.
   *
   * @param delay how long after
   */
  record AfterAnswer(Duration delay) implements Kill {
    @Override
    public String name() {
      return "at random after the answer";
    }

    @Override
    public Running start(KeyfobProcess keyfob, Home home, StrictIdentityProvider provider) {
      CompletableFuture<Running> victim = new CompletableFuture<>();
      provider.answering(
          TokenAnswer.before(
              TokenAnswer.honest(),
              () -> {
                LockSupport.parkNanos(delay.toNanos());
                end(victim);
              }));
      return complete(victim, renew(keyfob, home));
    }
  }

  /**
   * Some time after the start.
   *
   * @param delay how long after
   */
  record AfterStart(Duration delay) implements Kill {
    @Override
    public String name() {
      return "at random from the start on";
    }

    @Override
    public Running start(KeyfobProcess keyfob, Home home, StrictIdentityProvider provider) {
      provider.answering(TokenAnswer.honest());
      Running running = renew(keyfob, home);
      LockSupport.parkNanos(delay.toNanos());
      running.handle().destroyForcibly();
      return running;
    }
  }

  private static Running complete(CompletableFuture<Running> victim, Running running) {
    victim.complete(running);
    return running;
  }

  private static void end(CompletableFuture<Running> victim) {
    ProcessHandle process = victim.join().handle();
    process.destroyForcibly();
    process.onExit().join();
  }
}
