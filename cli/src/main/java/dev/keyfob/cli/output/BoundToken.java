package dev.keyfob.cli.output;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ResolvedCredential;

/** A token that is worth nothing without a proof for each request (DPoP, RFC 9449). */
public final class BoundToken {
  /** The header that carries the proof, and the scheme of such a token. */
  public static final String DPOP = "DPoP";

  private BoundToken() {}

  /**
   * Lets pass what can be used by itself.
   *
   * @param resolved the credential
   * @return the same
   * @throws AuthException.Misconfigured if every request with it needs a proof, naming the ways
   *     that make one
   */
  public static ResolvedCredential refuse(ResolvedCredential resolved) {
    if (!isBound(resolved)) {
      return resolved;
    }
    throw new AuthException.Misconfigured(
        ErrorCode.USAGE,
        "The token of "
            + resolved.key()
            + " is bound to a key (DPoP): each request needs a proof, which cannot be given along"
            + " here.",
        resolved.key().command("proxy")
            + ", keyfob api, or "
            + resolved.key().command("token")
            + " --dpop-proof GET URL",
        null);
  }

  /**
   * Whether every request with a credential needs a proof.
   *
   * @param resolved the credential
   * @return true if so
   */
  public static boolean isBound(ResolvedCredential resolved) {
    return resolved.credential().tokenType().filter(DPOP::equals).isPresent();
  }
}
