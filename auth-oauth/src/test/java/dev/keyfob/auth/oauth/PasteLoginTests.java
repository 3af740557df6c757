package dev.keyfob.auth.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.oauth.login.OAuthMethod;
import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.RawClient;
import dev.keyfob.auth.testkit.TestProfiles;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasteLoginTests {
  private final OAuthFixture fixture = new OAuthFixture();
  private final FakeIdentityProvider idp = fixture.idp;

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Somebody with a browser elsewhere, who pastes what each function makes of the address. */
  private static final class Carrier implements Interaction {
    final List<String> shown = new ArrayList<>();
    private final Queue<Function<URI, String>> answers = new ArrayDeque<>();

    @SafeVarargs
    @SuppressWarnings("varargs") // copied, never written to
    Carrier(Function<URI, String>... answers) {
      this.answers.addAll(List.of(answers));
    }

    URI address() {
      return shown.stream()
          .filter(line -> line.startsWith("http"))
          .map(URI::create)
          .findFirst()
          .orElseThrow();
    }

    @Override
    public boolean interactive() {
      return true;
    }

    @Override
    public void show(String line) {
      shown.add(line);
    }

    @Override
    public Optional<Secret> askSecret(String prompt) {
      throw new AssertionError(prompt);
    }

    @Override
    public Optional<String> askLine(String prompt) {
      Function<URI, String> answer = answers.poll();
      if (answer == null) {
        throw new AssertionError("asked once too often: " + prompt);
      }
      return Optional.of(answer.apply(address())).filter(text -> !text.isEmpty());
    }

    @Override
    public int choose(String title, List<String> choices) {
      throw new AssertionError(title);
    }

    @Override
    public Optional<Secret> pipedSecret(Duration limit) {
      throw new AssertionError();
    }

    @Override
    public boolean openBrowser(URI address) {
      throw new AssertionError("there is no browser here");
    }

    @Override
    public Optional<String> noBrowserReason() {
      return Optional.of("this is an SSH session");
    }
  }

  private LoginOutcome login(Interaction person) {
    return fixture.provider.login(
        fixture.request(OAuthMethod.PASTE.id()), fixture.context(fixture.profile(), person));
  }

  private String consent(URI address) {
    return idp.consent(address).toString();
  }

  @Test
  void login_addressPasted_bringsASession() {
    LoginOutcome outcome = login(new Carrier(this::consent));
    assertTrue(idp.accepts(outcome.credential().secret().reveal()));
    assertEquals(FakeIdentityProvider.EMAIL, outcome.user().orElseThrow().getString("email"));
  }

  @Test
  void login_addressPastedWithoutSchemeAndWithBlanks_works() {
    LoginOutcome outcome =
        login(new Carrier(address -> " " + consent(address).substring("http://".length()) + "\t"));
    assertTrue(idp.accepts(outcome.credential().secret().reveal()));
  }

  @Test
  void login_redirect_leadsWhereNobodyListens() {
    login(
        new Carrier(
            address -> {
              URI redirect = idp.consent(address);
              assertThrows(ConnectException.class, () -> new RawClient(redirect).close());
              return redirect.toString();
            }));
  }

  @Test
  void login_wrongPastes_canBeCorrected() {
    LoginOutcome outcome =
        login(
            new Carrier(
                URI::toString,
                address -> consent(address).replaceFirst("state=[^&]*", "state=forged"),
                this::consent));
    assertTrue(idp.accepts(outcome.credential().secret().reveal()));
    assertEquals(1, idp.tokenRequests());
  }

  @Test
  void login_threeWrongPastes_areEnough() {
    AuthException.Misconfigured e =
        assertThrows(
            AuthException.Misconfigured.class,
            () -> login(new Carrier(address -> "x", address -> "y", address -> "z")));
    assertEquals(ErrorCode.USAGE, e.code());
    assertEquals(0, idp.tokenRequests());
  }

  @Test
  void login_addressOfADenial_isDenied() {
    assertThrows(
        AuthException.Denied.class,
        () -> login(new Carrier(address -> idp.decline(address).toString())));
  }

  @Test
  void login_nothingPasted_isCancelled() {
    assertThrows(AuthException.Cancelled.class, () -> login(new Carrier(address -> "")));
  }

  @Test
  void login_script_failsAtOnce() {
    AuthException.NotLoggedIn e =
        assertThrows(AuthException.NotLoggedIn.class, () -> login(FakeInteraction.script()));
    assertEquals(ErrorCode.NOT_INTERACTIVE, e.code());
    assertTrue(e.hint().orElseThrow().contains("--start"));
  }

  @Test
  void login_redirectPathOfTheProfile_isUsed() {
    Carrier carrier = new Carrier(this::consent);
    fixture.provider.login(
        fixture.request(OAuthMethod.PASTE.id()),
        fixture.context(
            TestProfiles.acme(
                """
                {'oauth':{'issuer':'%s','clientId':'acme-cli','redirectPath':'/oauth_callback'}}
                """
                    .formatted(idp.issuer())),
            carrier));
    assertTrue(carrier.address().getQuery().contains("/oauth_callback"));
  }
}
