package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.Passphrase;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A passphrase that nobody has used yet: out of the environment, else typed twice, else the first
 * line of standard input.
 *
 * @param variable the environment variable, which counts with {@code _FILE} at its end too
 * @param environment the environment variables
 * @param interaction the person, if there is one
 */
public record NewPassphrase(
    String variable, Map<String, String> environment, Interaction interaction) {
  private static final int ATTEMPTS = 3;
  private static final Duration PIPE_LIMIT = Duration.ofSeconds(10);

  /**
   * Takes it. Blocks for the person.
   *
   * @param what it is for, as in "the credentials of Acme"
   * @throws AuthException.Misconfigured if there is none, or the person types two different ones
   * @throws AuthException.StoreUnavailable if a file is named that cannot be used
   */
  public Secret take(String what) {
    Optional<Secret> given = Passphrase.from(environment, variable).map(Passphrase::value);
    if (given.isPresent()) {
      return given.get();
    }
    return interaction.interactive() ? ask(what) : piped().orElseThrow(this::missing);
  }

  /** An agent's standard input may stay open for ever, with nothing in it. */
  private Optional<Secret> piped() {
    try {
      return interaction.pipedSecret(PIPE_LIMIT);
    } catch (AuthException.TimedOut e) {
      return Optional.empty();
    }
  }

  private Secret ask(String what) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Secret first = askOnce("New passphrase for " + what);
      if (first.equals(askOnce("Repeat the passphrase"))) {
        return first;
      }
      interaction.show("The passphrases do not match.");
    }
    throw AuthException.usage("The passphrases did not match; nothing was changed.", null);
  }

  private Secret askOnce(String prompt) {
    return interaction
        .askSecret(prompt)
        .orElseThrow(() -> new AuthException.Cancelled("No passphrase was given."));
  }

  private AuthException missing() {
    return AuthException.usage(
        "A passphrase is required, and keyfob cannot prompt for one here.",
        "export " + variable + "_FILE=\"$FILE\", or pipe it in");
  }

  /** Does not print the environment. */
  @Override
  public String toString() {
    return "NewPassphrase[" + variable + "]";
  }
}
