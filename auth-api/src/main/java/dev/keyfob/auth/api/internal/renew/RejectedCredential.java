package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.spi.support.Remedy;

/**
 * What to say when a service does not accept a credential: where it came from decides what helps. A
 * login does not help against an environment variable, which would win over it, nor where nobody
 * has logged in.
 */
public final class RejectedCredential {
  private RejectedCredential() {}

  /** The exception for a credential that was answered by 401, with nothing else to send. */
  public static AuthException of(Account account, ResolvedCredential rejected) {
    String service = account.profile().displayName();
    if (rejected.credential() instanceof RenewableCredential
        && !(rejected.origin() instanceof Origin.Environment)) {
      boolean fresh =
          Expiry.isJustIssued(rejected.credential(), account.context().clock().instant());
      String why =
          service
              + " does not accept the access token"
              + (fresh
                  ? ", although it was issued only just now: it may be meant for another API, or lack"
                      + " a scope."
                  : ".");
      return Remedy.isUnattended(rejected.credential())
          ? new AuthException.Denied(
              ErrorCode.INVALID_CREDENTIAL,
              why + " The profile sets its audience and scopes.",
              Remedy.of(rejected.credential(), account.key()))
          : new AuthException.SessionExpired(account.key(), why);
    }
    String what = service + " does not accept the " + rejected.credential().type() + " in the ";
    String place = rejected.origin().name();
    return switch (rejected.origin()) {
      case Origin.Environment _ ->
          new AuthException.Denied(
              ErrorCode.INVALID_CREDENTIAL,
              what + "environment variable " + place + ".",
              "unset " + place);
      case Origin.Store _ ->
          new AuthException.Denied(
              ErrorCode.INVALID_CREDENTIAL,
              what + "store " + place + ".",
              account.key().loginCommand());
    };
  }
}
