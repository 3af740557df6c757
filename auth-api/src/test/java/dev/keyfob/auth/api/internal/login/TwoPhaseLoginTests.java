package dev.keyfob.auth.api.internal.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.LoginReport;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.LoginTicket;
import dev.keyfob.auth.api.StartedLogin;
import dev.keyfob.auth.api.internal.TestAccount;
import dev.keyfob.auth.api.internal.store.OtherCopies;
import dev.keyfob.auth.api.internal.store.StoreRecords;
import dev.keyfob.auth.api.internal.store.StoreTransactions;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.LoginProgress;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.FakeSession;
import dev.keyfob.auth.testkit.MutableClock;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoPhaseLoginTests {
  private static final FakeSession SESSION =
      FakeSession.of("oauth", "a1", "r1", MutableClock.START.plusSeconds(3600));
  private static final JsonObject STATE = JsonText.parseObject("{\"device_code\":\"canary\"}");

  @TempDir Path directory;

  private final TestAccount acme = new TestAccount();

  private TwoPhaseLogin login() {
    return new TwoPhaseLogin(
        new LoginTicketStore(tickets(), acme.notices),
        new LoginService(
            acme.providers(),
            acme.resolver(),
            new CredentialWriter(
                acme.providers(),
                new StoreTransactions(
                    new StoreRecords(directory.resolve("accounts"), "file", acme.notices),
                    acme.locks))),
        acme.locks,
        acme.clock);
  }

  private Path tickets() {
    return directory.resolve("tickets");
  }

  private LoginTicket start(Function<JsonObject, LoginProgress> finish) {
    acme.oauth.inTwoHalves(
        request ->
            Optional.of(
                StartedLogin.builder(
                        "device",
                        URI.create("https://id.acme.test/activate"),
                        acme.clock.instant().plusSeconds(600),
                        STATE)
                    .userCode(Optional.of("WDJB-MJHT"))
                    .interval(Optional.of(Duration.ofSeconds(5)))
                    .build()),
        finish);
    return login()
        .start(acme.account(), List.of(acme.apiKey, acme.oauth), LoginRequest.of(TestAccount.KEY));
  }

  private LoginReport finish(LoginTicket ticket) {
    return login()
        .finish(
            ticket.ticket(),
            acme.account(),
            () -> OtherCopies.NOWHERE,
            acme.oauth,
            Optional.empty(),
            Duration.ZERO);
  }

  private static LoginProgress done(JsonObject state) {
    assertEquals(STATE, state);
    return new LoginProgress.Done(new LoginOutcome(SESSION, Optional.empty()));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(tickets())) {
      return files.toList();
    }
  }

  @Nested
  class Starting {
    @Test
    void start_ticket_isKeptForItsOwnerOnly() throws IOException {
      start(TwoPhaseLoginTests::done);
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(tickets())));
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(files().getFirst())));
    }

    @Test
    void start_twice_givesDifferentTickets() {
      assertNotEquals(
          start(TwoPhaseLoginTests::done).ticket(), start(TwoPhaseLoginTests::done).ticket());
    }

    @Test
    void toString_ticket_hidesTheState() {
      LoginTicket ticket = start(TwoPhaseLoginTests::done);
      assertFalse(ticket.toString().contains("canary"), ticket.toString());
      assertFalse(login().require(ticket.ticket()).toString().contains("canary"));
    }

    @Test
    void start_expiredTicketsOfOthers_areSwept() throws IOException {
      start(TwoPhaseLoginTests::done);
      acme.clock.advance(Duration.ofHours(1));
      start(TwoPhaseLoginTests::done);
      assertEquals(1, files().size());
    }

    @Test
    void start_noProviderCanDoIt_isMisconfigured() {
      AuthException.Misconfigured e =
          assertThrows(
              AuthException.Misconfigured.class,
              () ->
                  login()
                      .start(
                          acme.account(), List.of(acme.apiKey), LoginRequest.of(TestAccount.KEY)));
      assertEquals(ErrorCode.USAGE, e.code());
    }

    @Test
    void start_storeNotWritable_startsNothing() {
      acme.store.notWritable("The disk is full.");
      assertThrows(AuthException.StoreUnavailable.class, () -> start(TwoPhaseLoginTests::done));
      assertFalse(Files.exists(tickets()));
    }
  }

  @Nested
  class Finishing {
    @Test
    void finish_confirmed_storesAndUsesTheTicketUp() throws IOException {
      LoginTicket ticket = start(TwoPhaseLoginTests::done);
      LoginReport report = finish(ticket);
      assertEquals("oauth", report.type());
      assertTrue(acme.storedJson().contains("'access_token':'a1'"), acme.storedJson());
      assertEquals(List.of(), files());
      assertThrows(AuthException.Misconfigured.class, () -> finish(ticket));
    }

    @Test
    void finish_notConfirmedYet_keepsTheNewState() {
      JsonObject later = JsonText.parseObject("{\"interval\":10}");
      LoginTicket ticket = start(state -> new LoginProgress.Pending(later));
      AuthException.TimedOut e = assertThrows(AuthException.TimedOut.class, () -> finish(ticket));
      assertEquals(Optional.of("keyfob login --finish " + ticket.ticket()), e.hint());
      assertEquals(later, login().require(ticket.ticket()).state());
      assertEquals("nothing", acme.storedJson());
    }

    @Test
    void finish_declined_usesTheTicketUp() {
      LoginTicket ticket =
          start(
              state -> {
                throw new AuthException.Denied(ErrorCode.LOGIN_DENIED, "Declined.", null);
              });
      assertThrows(AuthException.Denied.class, () -> finish(ticket));
      assertThrows(AuthException.Misconfigured.class, () -> login().require(ticket.ticket()));
    }

    @Test
    void finish_networkFails_keepsTheTicket() {
      LoginTicket ticket =
          start(
              state -> {
                throw new AuthException.Transient(ErrorCode.NETWORK, "No network.", null);
              });
      assertThrows(AuthException.Transient.class, () -> finish(ticket));
      assertEquals(STATE, login().require(ticket.ticket()).state());
    }

    @Test
    void finish_cannotBeStored_withdrawsTheSession() {
      LoginTicket ticket = start(TwoPhaseLoginTests::done);
      acme.store.failWrites("The disk is full.");
      assertThrows(AuthException.StoreUnavailable.class, () -> finish(ticket));
      assertEquals(List.of(SESSION), acme.oauth.revoked());
    }

    @Test
    void finish_twoAtOnce_isOneAtATime() {
      LoginTicket ticket = start(TwoPhaseLoginTests::done);
      acme.locks.busy();
      assertThrows(AuthException.LockTimeout.class, () -> finish(ticket));
      assertEquals(STATE, login().require(ticket.ticket()).state());
    }
  }

  @Nested
  class Refusing {
    @Test
    void require_expired_timesOutAndIsGone() throws IOException {
      LoginTicket ticket = start(TwoPhaseLoginTests::done);
      acme.clock.advance(Duration.ofMinutes(10));
      AuthException.TimedOut e =
          assertThrows(AuthException.TimedOut.class, () -> login().require(ticket.ticket()));
      assertEquals(Optional.of("keyfob login acme --start"), e.hint());
      assertEquals(List.of(), files());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "0123456789abcdef0123456789abcdef",
          "../../../etc/passwd",
          "0123456789abcdef/../0123456789ab",
          "0123456789ABCDEF0123456789ABCDEF",
        })
    void require_noTicketOfOurs_isMisconfigured(String id) {
      assertThrows(AuthException.Misconfigured.class, () -> login().require(id));
    }

    @Test
    void require_openToOthers_isTightened() throws IOException {
      LoginTicket ticket = start(TwoPhaseLoginTests::done);
      Path file = files().getFirst();
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      login().require(ticket.ticket());
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void require_symbolicLink_isRefused() throws IOException {
      LoginTicket ticket = start(TwoPhaseLoginTests::done);
      Path file = files().getFirst();
      Path elsewhere = directory.resolve("elsewhere");
      Files.move(file, elsewhere);
      Files.createSymbolicLink(file, elsewhere);
      assertThrows(AuthException.StoreUnavailable.class, () -> login().require(ticket.ticket()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "{\"profile\":\"acme\"}", "[]"})
    void require_damaged_namesTheFile(String content) throws IOException {
      LoginTicket ticket = start(TwoPhaseLoginTests::done);
      Path file = files().getFirst();
      Files.writeString(file, content);
      AuthException.StoreCorrupt e =
          assertThrows(AuthException.StoreCorrupt.class, () -> login().require(ticket.ticket()));
      assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    }
  }
}
