package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.SealableStore;
import dev.keyfob.auth.api.spi.support.Environment;
import dev.keyfob.auth.api.spi.support.Passphrase;
import java.util.Map;

/**
 * Whether sealed credentials can be opened.
 *
 * @param store opened so that it does not prompt
 * @param person whether somebody could be asked
 */
public record PassphraseCheck(
    AccountKey key, CredentialStore store, Map<String, String> environment, boolean person)
    implements HealthCheck {
  @Override
  public String name() {
    return "passphrase";
  }

  @Override
  public CheckResult look() {
    if (!(store instanceof SealableStore sealable) || !sealable.sealed(key)) {
      return CheckResult.skip("The credentials of " + key + " are not sealed.");
    }
    if (person && !isSet(Passphrase.VARIABLE) && !isSet(Passphrase.VARIABLE + "_FILE")) {
      return CheckResult.pass(
          "keyfob prompts for the passphrase; scripts need KEYFOB_PASSPHRASE_FILE.");
    }
    try {
      store.find(key);
      return CheckResult.pass(
          "The passphrase in the environment opens the credentials of " + key + ".");
    } catch (AuthException.StoreUnavailable e) {
      return CheckResult.fail(
          e.getMessage(), e.hint().orElse("export KEYFOB_PASSPHRASE_FILE=\"$FILE\""));
    }
  }

  private boolean isSet(String variable) {
    return Environment.isSet(environment, variable);
  }

  /** Does not print the environment. */
  @Override
  public String toString() {
    return name();
  }
}
