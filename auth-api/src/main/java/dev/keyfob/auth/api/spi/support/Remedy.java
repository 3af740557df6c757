package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.stability.Evolving;

/** What helps where a credential is of no use. Has no state and does not block. */
@Evolving
public final class Remedy {
  private Remedy() {}

  /**
   * The hint for a credential that is not accepted: to log in, unless nobody has logged in for it.
   * Then what it is obtained by stands in the profile, and only a change there brings another.
   *
   * @param rejected the credential
   * @param key whose it is
   * @return for example {@code keyfob login acme}
   */
  public static String of(Credential rejected, AccountKey key) {
    return isUnattended(rejected) ? "keyfob profile show " + key.profile() : key.loginCommand();
  }

  /**
   * Whether a credential was obtained without a person.
   *
   * @param credential any
   * @return true if the settings of the profile have obtained it
   */
  public static boolean isUnattended(Credential credential) {
    return credential instanceof RenewableCredential session && session.grant().isPresent();
  }
}
