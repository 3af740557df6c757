package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.DoctorReport;
import dev.keyfob.auth.api.DoctorReport.Check;
import dev.keyfob.auth.api.DoctorReport.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs health checks and ends in time, whatever they wait for. Those of the machine come first and
 * one after the other, because what they repair is checked by the rest, which run side by side.
 */
public final class Doctor {
  private static final Duration LIMIT = Duration.ofSeconds(12);

  private final Duration limit;

  public Doctor() {
    this(LIMIT);
  }

  Doctor(Duration limit) {
    this.limit = limit;
  }

  /**
   * Runs all of them.
   *
   * @param first one after the other
   * @param rest at once
   * @throws AuthException.Cancelled if the thread is interrupted
   */
  public DoctorReport examine(List<HealthCheck> first, List<HealthCheck> rest) {
    long deadline = System.nanoTime() + limit.toNanos();
    List<Check> checks = new ArrayList<>();
    for (HealthCheck check : first) {
      checks.add(new Running(check).await(deadline));
    }
    List<Running> running = rest.stream().map(Running::new).toList();
    try {
      for (Running one : running) {
        checks.add(one.await(deadline));
      }
    } finally {
      running.forEach(Running::stop);
    }
    return new DoctorReport(checks);
  }

  private final class Running {
    private final HealthCheck check;
    private final FutureTask<Check> task;

    Running(HealthCheck check) {
      this.check = check;
      task = new FutureTask<>(() -> look(check));
      Thread.ofVirtual().name("keyfob-doctor-" + check.name()).start(task);
    }

    Check await(long deadline) {
      try {
        return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        stop();
        return check(
            check,
            Status.FAIL,
            "This check took longer than " + limit.toSeconds() + " seconds there are.",
            Optional.of("try again"));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AuthException.Cancelled("Interrupted.");
      } catch (ExecutionException e) {
        // Its message is left out: it may hold anything.
        return check(
            check, Status.FAIL, "This check failed (" + kind(e) + ").", Optional.of("report it"));
      }
    }

    void stop() {
      task.cancel(true);
    }
  }

  private static String kind(ExecutionException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.getClass().getSimpleName();
  }

  private static Check look(HealthCheck check) {
    try {
      CheckResult found = check.look();
      return check(check, found.status(), found.message(), found.remedy());
    } catch (AuthException e) {
      return check(
          check,
          Status.FAIL,
          e.getMessage(),
          e.hint().or(() -> Optional.of(e.retryable() ? "try again" : "read the message")));
    }
  }

  private static Check check(
      HealthCheck check, Status status, String message, Optional<String> remedy) {
    return new Check(check.name(), status, message, remedy);
  }
}
