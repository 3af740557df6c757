package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that keeps a credential from being obtained or used.
 *
 * <p>The message is one sentence for a person and never holds a secret or a server's answer. The
 * hint is the command that fixes it. The subtypes differ in what a caller does next, which is why
 * they are types; the {@link ErrorCode} is finer and made for scripts.
 */
@Stable
public abstract sealed class AuthException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The code for scripts. */
  private final ErrorCode code;

  /** What to do about it; null if nothing is known to help. */
  private final @Nullable String hint;

  private AuthException(
      ErrorCode code, String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hint = hint;
  }

  /**
   * The code for scripts.
   *
   * @return the code
   */
  public ErrorCode code() {
    return code;
  }

  /**
   * What has happened.
   *
   * @return one sentence for people, never null
   */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /**
   * What to do about it, usually a command.
   *
   * @return the hint; empty where nothing helps but to read the message
   */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /**
   * Whether the same call may succeed later with nothing changed.
   *
   * @return true for passing failures
   */
  public boolean retryable() {
    return false;
  }

  /**
   * A usage error: see {@link Misconfigured}.
   *
   * @param message one sentence, without secrets
   * @param hint the command that fixes it; null if there is none
   * @return the exception, to be thrown
   */
  public static Misconfigured usage(String message, @Nullable String hint) {
    return new Misconfigured(ErrorCode.USAGE, message, hint, null);
  }

  /** There is no credential, or none that the service accepts; only a login helps. */
  public static final class NotLoggedIn extends AuthException {
    private static final long serialVersionUID = 1L;

    /**
     * Nothing is stored and nothing is in the environment.
     *
     * @param key the account
     */
    public NotLoggedIn(AccountKey key) {
      super(ErrorCode.NOT_LOGGED_IN, "Not logged in to " + key + ".", key.loginCommand(), null);
    }

    /**
     * There is no person to log in.
     *
     * @param code usually {@code not_interactive}
     * @param message one sentence, without secrets
     * @param hint the command that fixes it; null if there is none
     */
    public NotLoggedIn(ErrorCode code, String message, @Nullable String hint) {
      super(code, message, hint, null);
    }
  }

  /** The session is proven dead; only a login helps. What was stored is still there. */
  public static final class SessionExpired extends AuthException {
    private static final long serialVersionUID = 1L;

    /**
     * The identity provider has refused for good, or there is nothing to renew with.
     *
     * @param key the account
     * @param why a clause that ends the sentence, without secrets
     */
    public SessionExpired(AccountKey key, String why) {
      super(
          ErrorCode.SESSION_EXPIRED,
          "The session for " + key + " has expired: " + why,
          key.loginCommand(),
          null);
    }
  }

  /** The person, the identity provider or the service said no. */
  public static final class Denied extends AuthException {
    private static final long serialVersionUID = 1L;

    /**
     * Somebody has said no.
     *
     * @param code which of the reasons it is
     * @param message one sentence, without secrets
     * @param hint the command that fixes it; null if there is none
     */
    public Denied(ErrorCode code, String message, @Nullable String hint) {
      super(code, message, hint, null);
    }
  }

  /** The network, the identity provider or the service failed for now; nothing was changed. */
  public static final class Transient extends AuthException {
    private static final long serialVersionUID = 1L;

    /** How long the server asks to wait; null if it did not say. */
    private final @Nullable Duration retryAfter;

    /**
     * A failure that does not say how long to wait.
     *
     * @param code which of the reasons it is
     * @param message one sentence, without secrets
     * @param cause what was caught; null if nothing was
     */
    public Transient(ErrorCode code, String message, @Nullable Throwable cause) {
      this(code, message, null, cause);
    }

    /**
     * A failure after which the server may have said how long to wait.
     *
     * @param code which of the reasons it is
     * @param message one sentence, without secrets
     * @param retryAfter the time from the answer on; null if it did not say
     * @param cause what was caught; null if nothing was
     */
    public Transient(
        ErrorCode code, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
      super(code, message, null, cause);
      this.retryAfter = retryAfter;
    }

    /**
     * How long the server asks to wait (RFC 9110 section 10.2.3).
     *
     * @return the time from the answer on; empty if it did not say
     */
    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(retryAfter);
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The other side broke the protocol. Its answer is not part of the message. */
  public static final class Protocol extends AuthException {
    private static final long serialVersionUID = 1L;

    /**
     * The identity provider's answer makes no sense.
     *
     * @param message one sentence, without secrets
     * @param hint the command that fixes it; null if there is none
     * @param cause what was caught; null if nothing was
     */
    public Protocol(String message, @Nullable String hint, @Nullable Throwable cause) {
      super(ErrorCode.PROTOCOL_ERROR, message, hint, cause);
    }

    /**
     * The service, not the identity provider, answered with an error.
     *
     * @param code which of the reasons it is
     * @param message one sentence, without secrets
     * @param hint the command that fixes it; null if there is none
     */
    public Protocol(ErrorCode code, String message, @Nullable String hint) {
      super(code, message, hint, null);
    }
  }

  /** The store does not answer, is locked, or refuses access. */
  public static final class StoreUnavailable extends AuthException {
    private static final long serialVersionUID = 1L;

    /**
     * The store cannot be used now.
     *
     * @param message one sentence, without secrets
     * @param hint the command that fixes it; null if there is none
     * @param cause what was caught; null if nothing was
     */
    public StoreUnavailable(String message, @Nullable String hint, @Nullable Throwable cause) {
      super(ErrorCode.STORE_UNAVAILABLE, message, hint, cause);
    }
  }

  /** What is stored cannot be understood. It is left as it is. */
  public static final class StoreCorrupt extends AuthException {
    private static final long serialVersionUID = 1L;

    /**
     * What was read is damaged.
     *
     * @param message one sentence, without secrets
     * @param hint the command that fixes it; null if there is none
     * @param cause what was caught; null if nothing was
     */
    public StoreCorrupt(String message, @Nullable String hint, @Nullable Throwable cause) {
      super(ErrorCode.STORE_CORRUPT, message, hint, cause);
    }
  }

  /** Another process held the account's lock for too long. */
  public static final class LockTimeout extends AuthException {
    private static final long serialVersionUID = 1L;

    /**
     * The lock was not to be had.
     *
     * @param what what is locked, as in a message
     * @param waited how long this caller has waited
     */
    public LockTimeout(String what, Duration waited) {
      super(
          ErrorCode.LOCK_TIMEOUT,
          "Another process has held the lock of "
              + what
              + " for more than "
              + waited.toSeconds()
              + " seconds.",
          "try again when it is done",
          null);
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The command, the profile or a plugin is not as it should be. */
  public static final class Misconfigured extends AuthException {
    private static final long serialVersionUID = 1L;

    /**
     * Something in the hands of the user is wrong.
     *
     * @param code which of the reasons it is
     * @param message one sentence, without secrets
     * @param hint the command that fixes it; null if there is none
     * @param cause what was caught; null if nothing was
     */
    public Misconfigured(
        ErrorCode code, String message, @Nullable String hint, @Nullable Throwable cause) {
      super(code, message, hint, cause);
    }
  }

  /** The person stopped it. */
  public static final class Cancelled extends AuthException {
    private static final long serialVersionUID = 1L;

    /**
     * The person, or an interrupt of the thread, has stopped it.
     *
     * @param message one sentence, without secrets
     */
    public Cancelled(String message) {
      super(ErrorCode.CANCELLED, message, null, null);
    }
  }

  /** The person did not finish the login in time. */
  public static final class TimedOut extends AuthException {
    private static final long serialVersionUID = 1L;

    /** Whether the login can still be finished. */
    private final boolean pending;

    /**
     * The time given for it is over.
     *
     * @param message one sentence, without secrets
     * @param hint the command that fixes it; null if there is none
     */
    public TimedOut(String message, @Nullable String hint) {
      this(message, hint, false);
    }

    /**
     * The time given for it is over, but possibly not the login.
     *
     * @param message one sentence, without secrets
     * @param hint the command that fixes it; null if there is none
     * @param pending whether the same call may still finish it
     */
    public TimedOut(String message, @Nullable String hint, boolean pending) {
      super(ErrorCode.LOGIN_TIMEOUT, message, hint, null);
      this.pending = pending;
    }

    @Override
    public boolean retryable() {
      return pending;
    }
  }
}
