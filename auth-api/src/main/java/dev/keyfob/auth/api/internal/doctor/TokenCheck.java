package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.renew.FreshCredentials;
import dev.keyfob.auth.api.internal.store.Account;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Whether the credential in use works. A session is renewed only if any other command would have to
 * renew it as well, and that is said.
 */
public record TokenCheck(Account account, FreshCredentials credentials, Providers providers)
    implements HealthCheck {
  @Override
  public String name() {
    return "token";
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // freshen gives the same one back if it did nothing
  public CheckResult look() {
    ResolvedCredential found;
    try {
      found = credentials.find(account);
    } catch (AuthException.StoreUnavailable | AuthException.StoreCorrupt e) {
      return CheckResult.skip(
          "The stored credential cannot be read; check the store and the passphrase.");
    } catch (AuthException.NotLoggedIn e) {
      return CheckResult.warn(e.getMessage(), e.hint().orElse("keyfob login"));
    }
    ResolvedCredential used;
    try {
      used = credentials.freshen(account, found, Duration.ZERO);
    } catch (AuthException.Transient e) {
      return CheckResult.fail(
          "The session has expired and could not be renewed: " + e.getMessage(), "try again later");
    }
    boolean accepted =
        providers
            .get(used.credential().type())
            .identify(used.credential(), account.context())
            .isPresent();
    return CheckResult.pass(
        describe(used)
            + (used == found ? "" : " The session had expired and has been renewed.")
            + (accepted ? " The service accepts it." : ""));
  }

  private static String describe(ResolvedCredential used) {
    Credential credential = used.credential();
    return credential.type()
        + " from "
        + used.origin().name()
        + credential
            .expiresAt()
            .map(end -> ", until " + end.truncatedTo(ChronoUnit.SECONDS))
            .orElse("")
        + ".";
  }
}
