package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.util.Locale;

/** What went wrong, in a word that scripts can rely on: codes are added, never renamed. */
@Stable
public enum ErrorCode {
  /** The command or a configuration file is not as it should be. */
  USAGE,
  /** No profile of that name. */
  PROFILE_NOT_FOUND,
  /** There is no credential; a login is needed. */
  NOT_LOGGED_IN,
  /** There was a session and it is proven dead; a login is needed. */
  SESSION_EXPIRED,
  /** The person or the identity provider said no. */
  LOGIN_DENIED,
  /** The person did not finish the login in time. */
  LOGIN_TIMEOUT,
  /** The person stopped it. */
  CANCELLED,
  /** The profile lacks what OAuth needs. */
  OAUTH_NOT_CONFIGURED,
  /** The service does not accept the credential. */
  INVALID_CREDENTIAL,
  /** The identity provider does not answer, or asks to come back later. */
  IDP_UNAVAILABLE,
  /** The service answered with an error. */
  API_ERROR,
  /** The credential is good but not for this. */
  FORBIDDEN,
  /** The network failed: no route, no name, no TLS. */
  NETWORK,
  /** The other side does not keep to the protocol. */
  PROTOCOL_ERROR,
  /** The store does not answer or refuses access. */
  STORE_UNAVAILABLE,
  /** What is stored cannot be understood. */
  STORE_CORRUPT,
  /** Another process held the account's lock for too long. */
  LOCK_TIMEOUT,
  /** A person is needed and none is there. */
  NOT_INTERACTIVE,
  /** A plugin failed. */
  PLUGIN_ERROR;

  /**
   * The code as printed.
   *
   * @return the name in snake_case
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
