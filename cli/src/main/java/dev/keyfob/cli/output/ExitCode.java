package dev.keyfob.cli.output;

import dev.keyfob.auth.api.ErrorCode;

/** What the process ends with. Scripts branch on these numbers, so that they never change. */
public final class ExitCode {
  /** It worked. */
  public static final int DONE = 0;

  /** The service or the network failed, or something unexpected happened. */
  public static final int FAILED = 1;

  /** The command or the configuration is wrong. */
  public static final int USAGE = 2;

  /** A login is needed. */
  public static final int LOGIN_NEEDED = 3;

  /** It took too long. */
  public static final int TIMED_OUT = 4;

  /** The store is not available or not readable. */
  public static final int STORE = 5;

  /** The person stopped it. */
  public static final int CANCELLED = 130;

  private ExitCode() {}

  /**
   * The number for an error.
   *
   * @param code the error
   * @return the exit code, never 0
   */
  public static int of(ErrorCode code) {
    return switch (code) {
      case USAGE, PROFILE_NOT_FOUND, OAUTH_NOT_CONFIGURED -> USAGE;
      case NOT_LOGGED_IN, SESSION_EXPIRED, LOGIN_DENIED, INVALID_CREDENTIAL, NOT_INTERACTIVE ->
          LOGIN_NEEDED;
      case LOGIN_TIMEOUT, LOCK_TIMEOUT -> TIMED_OUT;
      case STORE_UNAVAILABLE, STORE_CORRUPT -> STORE;
      case CANCELLED -> CANCELLED;
      case IDP_UNAVAILABLE, API_ERROR, FORBIDDEN, NETWORK, PROTOCOL_ERROR, PLUGIN_ERROR -> FAILED;
    };
  }
}
