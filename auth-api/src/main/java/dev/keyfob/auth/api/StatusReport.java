package dev.keyfob.auth.api;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is configured for an account.
 *
 * @param key the account
 * @param credential what would be used, without its secret; empty if there is none
 * @param store the store the account's document is or would be in
 * @param user who that is: as the service says now, else as it said at the login
 * @param state how old the credential is
 * @param problem why the credential could not be checked or is not accepted; empty if all is well
 * @param sources every source with its verdict, in order
 */
public record StatusReport(
    AccountKey key,
    Optional<Configured> credential,
    String store,
    Optional<JsonObject> user,
    State state,
    Optional<AuthException> problem,
    List<SourceVerdict> sources) {
  /** Copies the list. */
  public StatusReport {
    sources = List.copyOf(sources);
  }

  /** How old a credential is. */
  public enum State {
    /** More than the skew is left. */
    FRESH,
    /** It still works, and would be renewed before its next use. */
    EXPIRING,
    /** It no longer works. */
    EXPIRED,
    /** It does not age. */
    STATIC,
    /** There is none. */
    NONE
  }

  /**
   * A credential without its secret.
   *
   * @param type the type
   * @param origin where it was found
   * @param tokenType the scheme on a request
   * @param expiresAt when it stops working
   * @param refreshable whether it can be renewed
   * @param scope what it allows
   */
  public record Configured(
      String type,
      Origin origin,
      Optional<String> tokenType,
      Optional<Instant> expiresAt,
      boolean refreshable,
      Optional<String> scope) {}

  /**
   * Whether commands will work without a login, as far as is known.
   *
   * @return true if there is a credential that works or can be renewed
   */
  public boolean usable() {
    boolean rejected =
        problem
            .filter(
                p ->
                    p.code() == ErrorCode.INVALID_CREDENTIAL
                        || p.code() == ErrorCode.SESSION_EXPIRED)
            .isPresent();
    return credential.isPresent()
        && !rejected
        && (state != State.EXPIRED || credential.get().refreshable());
  }
}
