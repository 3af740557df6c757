package dev.keyfob.cli.mcp;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.http.Challenge;
import dev.keyfob.auth.api.spi.BoundedHttp;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of a bridge with the account's credential on them, and does what the server's
 * 401 and 403 ask for: look up its authorization server, and log in if that is allowed. Safe for
 * use by many threads.
 */
final class McpAuthorization {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int MAX_LOGINS = 2;

  private final Keyfob keyfob;
  private final McpProfiles profiles;
  private final URI server;
  private final Optional<String> account;
  private final boolean mayLogIn;
  private final Consumer<String> notes;
  private final Set<Set<String>> askedFor = new HashSet<>();
  private volatile @Nullable AccountKey key;

  /**
   * Prepares.
   *
   * @param server the server's address
   * @param key the account; null if no profile has the address yet
   * @param account the account that the command names
   * @param mayLogIn whether a browser may be opened
   * @param notes hears of what happens beside the messages
   */
  McpAuthorization(
      Keyfob keyfob,
      URI server,
      @Nullable AccountKey key,
      Optional<String> account,
      boolean mayLogIn,
      Consumer<String> notes) {
    this.keyfob = keyfob;
    this.profiles = new McpProfiles(keyfob);
    this.server = server;
    this.key = key;
    this.account = account;
    this.mayLogIn = mayLogIn;
    this.notes = notes;
  }

  /**
   * Sends a request whose body can be sent again. Blocks for the server, and for the person if one
   * may be asked.
   *
   * @return the answer, which is no 401
   * @throws AuthException if the server cannot be reached, or wants a login that only somebody else
   *     can do; the hint names the command
   */
  HttpResponse<InputStream> send(HttpRequest request) {
    for (int logins = 0; ; logins++) {
      Optional<Secret> before = mayLogIn ? current().map(Credential::secret) : Optional.empty();
      AuthException refusal = null;
      HttpResponse<InputStream> answer;
      try {
        answer = authorized(request);
      } catch (AuthException e) {
        if (!isAboutLogin(e) || needsNoLogin()) {
          throw e;
        }
        refusal = e;
        answer = plain(request);
        if (answer.statusCode() != 401 && e.code() != ErrorCode.NOT_LOGGED_IN) {
          close(answer);
          throw e; // what the server does for anybody is not what was asked for
        }
      }
      Challenge challenge = challenge(answer);
      boolean login = answer.statusCode() == 401;
      if (!login && !(answer.statusCode() == 403 && isInsufficient(challenge))) {
        return answer;
      }
      if (login) {
        String header = header(answer);
        close(answer);
        logIn(challenge, header, before, refusal, logins);
      } else if (!stepUp(challenge, logins)) {
        return answer;
      } else {
        close(answer);
      }
    }
  }

  private HttpResponse<InputStream> authorized(HttpRequest request) {
    AccountKey known = key();
    return known == null
        ? plain(request)
        : keyfob.client(known).send(request, BodyHandlers.ofInputStream());
  }

  /** The account; a profile that somebody has added meanwhile is found. */
  private @Nullable AccountKey key() {
    AccountKey known = key;
    if (known == null) {
      known =
          profiles.find(server).map(name -> keyfob.select(Optional.of(name), account)).orElse(null);
      key = known;
    }
    return known;
  }

  /** Whether the token is obtained without a login, so that one would only take its place. */
  private boolean needsNoLogin() {
    AccountKey known = key();
    return known != null && keyfob.profile(known.profile()).needsNoLogin();
  }

  private HttpResponse<InputStream> plain(HttpRequest request) {
    try {
      return keyfob.httpClient().send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new BoundedHttp(keyfob::httpClient).failure(request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while waiting for the server.");
    }
  }

  private static boolean isAboutLogin(AuthException e) {
    return switch (e.code()) {
      case NOT_LOGGED_IN, SESSION_EXPIRED, INVALID_CREDENTIAL -> true;
      default -> false;
    };
  }

  private static boolean isInsufficient(Challenge challenge) {
    return challenge.error().filter("insufficient_scope"::equals).isPresent();
  }

  /** After a 401: one login, whoever asks, or the command for it. */
  private void logIn(
      Challenge challenge,
      String header,
      Optional<Secret> rejected,
      @Nullable AuthException refusal,
      int logins) {
    AccountKey account = discover(header);
    List<String> scopes = scopesFor(account, challenge);
    if (!mayLogIn || logins >= MAX_LOGINS) {
      throw refusal == null || refusal.code() == ErrorCode.NOT_LOGGED_IN
          ? needed("Not logged in to " + account + ".", account, scopes)
          : needed(refusal.getMessage(), account, scopes);
    }
    keyfob.loginUnlessDone(
        request(account, scopes),
        stored -> rejected.filter(stored.secret()::equals).isEmpty(),
        PATIENCE);
  }

  /**
   * After a 403 that asks for more (RFC 6750 section 3.1): one login for all that was granted and
   * what is missing.
   *
   * @return false if more would be of no use: it was granted, or asked for, already
   */
  private boolean stepUp(Challenge challenge, int logins) {
    AccountKey account = key();
    Set<String> granted = granted();
    if (account == null
        || needsNoLogin()
        || challenge.scopes().isEmpty()
        || granted.containsAll(challenge.scopes())) {
      return false;
    }
    Set<String> union = new LinkedHashSet<>(granted);
    union.addAll(challenge.scopes());
    if (!mayLogIn) {
      throw needed(
          "The login to "
              + account
              + " does not cover "
              + String.join(" ", challenge.scopes())
              + ".",
          account,
          List.copyOf(union));
    }
    synchronized (askedFor) {
      if (logins >= MAX_LOGINS || !askedFor.add(Set.copyOf(union))) {
        return false;
      }
    }
    keyfob.loginUnlessDone(
        request(account, List.copyOf(union)),
        stored -> scopes(stored).containsAll(challenge.scopes()),
        PATIENCE);
    return true;
  }

  /** The server's profile, which is written now if there is none, and kept up to date. */
  private synchronized AccountKey discover(String header) {
    AccountKey known = key();
    if (known != null && keyfob.profile(known.profile()).oauth().isEmpty()) {
      return known; // a service that takes keys
    }
    JsonObject discovered =
        keyfob.discover(server, header.isEmpty() ? Optional.empty() : Optional.of(header));
    if (known != null) {
      if (profiles.update(keyfob.profile(known.profile()), discovered)) {
        notes.accept(
            known.profile()
                + " has moved to the authorization server "
                + discovered.getString("issuer"));
      }
      return known;
    }
    String name = profiles.freeName(server);
    keyfob.profiles().put(name, McpProfiles.document(name, server, discovered).build());
    notes.accept("Wrote the profile " + name + ".");
    AccountKey fresh = keyfob.select(Optional.of(name), account);
    key = fresh;
    return fresh;
  }

  /** What the challenge asks for, else the profile's; and what the last session had. */
  private List<String> scopesFor(AccountKey account, Challenge challenge) {
    List<String> usual =
        keyfob.profile(account.profile()).oauth().map(OAuthSettings::scopes).orElse(List.of());
    Set<String> scopes =
        new LinkedHashSet<>(challenge.scopes().isEmpty() ? usual : challenge.scopes());
    scopes.addAll(granted());
    return scopes.equals(new LinkedHashSet<>(usual)) ? List.of() : List.copyOf(scopes);
  }

  private Set<String> granted() {
    return current().map(McpAuthorization::scopes).orElse(Set.of());
  }

  private Optional<Credential> current() {
    AccountKey known = key();
    if (known == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(keyfob.token(known, Duration.ZERO).credential());
    } catch (AuthException e) {
      return Optional.empty(); // said where it matters
    }
  }

  private static Set<String> scopes(Credential credential) {
    return credential instanceof RenewableCredential session
        ? session
            .scope()
            .map(text -> (Set<String>) new LinkedHashSet<>(List.of(text.split(" "))))
            .orElse(Set.of())
        : Set.of();
  }

  private LoginRequest request(AccountKey account, List<String> scopes) {
    return LoginRequest.builder(account).method(Optional.of("browser")).scopes(scopes).build();
  }

  private static AuthException needed(String message, AccountKey account, List<String> scopes) {
    List<String> command = new ArrayList<>(List.of(account.loginCommand()));
    scopes.forEach(
        scope ->
            command.add(
                "--scope "
                    + (scope.matches("[\\w:./*@-]+")
                        ? scope
                        : "'" + scope.replace("'", "") + "'")));
    return new AuthException.NotLoggedIn(
        ErrorCode.NOT_LOGGED_IN, message, String.join(" ", command));
  }

  private static Challenge challenge(HttpResponse<?> answer) {
    return Challenge.of(header(answer));
  }

  private static String header(HttpResponse<?> answer) {
    return String.join(", ", answer.headers().allValues("WWW-Authenticate"));
  }

  private static void close(HttpResponse<InputStream> answer) {
    try (InputStream body = answer.body()) {
      body.skipNBytes(0);
    } catch (IOException e) {
      // nobody wants it
    }
  }
}
