package dev.keyfob.auth.api.internal.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.DoctorReport;
import dev.keyfob.auth.api.DoctorReport.Check;
import dev.keyfob.auth.api.DoctorReport.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DoctorTests {
  private record Looking(String name, Supplier<CheckResult> looking) implements HealthCheck {
    @Override
    public CheckResult look() {
      return looking.get();
    }
  }

  @Test
  void examine_all_isToldInOrder_andTheFirstAreDoneBeforeTheRest() {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    DoctorReport report =
        new Doctor()
            .examine(
                List.of(noting("a", order), noting("b", order)),
                List.of(noting("c", order), noting("d", order)));
    assertEquals(List.of("a", "b"), order.subList(0, 2));
    assertEquals(List.of("a", "b", "c", "d"), report.checks().stream().map(Check::name).toList());
    assertTrue(report.ok());
  }

  private static HealthCheck noting(String name, List<String> order) {
    return new Looking(
        name,
        () -> {
          order.add(name);
          return CheckResult.pass("fine");
        });
  }

  @Test
  void examine_warning_isOk_andAFailureIsNot() {
    HealthCheck warning = new Looking("w", () -> CheckResult.warn("hm", "think"));
    HealthCheck failure = new Looking("f", () -> CheckResult.fail("no", "mend"));
    assertTrue(new Doctor().examine(List.of(warning), List.of()).ok());
    assertFalse(new Doctor().examine(List.of(warning), List.of(failure)).ok());
  }

  @Test
  void examine_exceptionOfOurs_isItsMessageAndHint() {
    Check check =
        only(
            () -> {
              throw new AuthException.NotLoggedIn(AccountKey.of("acme"));
            });
    assertEquals(
        new Check("x", Status.FAIL, "Not logged in to acme.", Optional.of("keyfob login acme")),
        check);
  }

  @Test
  void examine_fault_isToldWithoutItsMessage() {
    Check check =
        only(
            () -> {
              throw new IllegalStateException("canary");
            });
    assertEquals(Status.FAIL, check.status());
    assertTrue(check.message().contains("IllegalStateException"), check::message);
    assertFalse(check.toString().contains("canary"), check::toString);
  }

  @Test
  void examine_thatNeverEnds_isGivenUpAndInterrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    HealthCheck endless =
        new Looking(
            "endless",
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return CheckResult.pass("never");
            });
    DoctorReport report =
        new Doctor(Duration.ofMillis(50))
            .examine(
                List.of(), List.of(endless, new Looking("ok", () -> CheckResult.pass("fine"))));
    assertEquals(Status.FAIL, report.checks().getFirst().status());
    assertEquals(Optional.of("try again"), report.checks().getFirst().remedy());
    interrupted.await();
  }

  @Test
  void examine_interrupted_isCancelled() {
    HealthCheck endless =
        new Looking(
            "endless",
            () -> {
              LockSupport.park();
              return CheckResult.pass("");
            });
    Thread.currentThread().interrupt();
    assertThrows(
        AuthException.Cancelled.class, () -> new Doctor().examine(List.of(), List.of(endless)));
    assertTrue(Thread.interrupted());
  }

  private static Check only(Supplier<CheckResult> looking) {
    return new Doctor().examine(List.of(new Looking("x", looking)), List.of()).checks().getFirst();
  }
}
