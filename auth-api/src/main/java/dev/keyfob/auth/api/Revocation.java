package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.util.Locale;

/** What the identity provider said to a credential's withdrawal. */
@Stable
public enum Revocation {
  /** It is withdrawn there, or was unknown there already (RFC 7009 section 2.2). */
  REVOKED,
  /** Unknown: the request failed. */
  NOT_CONFIRMED,
  /** There was nothing to withdraw, or nowhere to do it. */
  NOTHING_TO_REVOKE;

  /**
   * The outcome as printed.
   *
   * @return the name in snake_case
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
