package dev.keyfob.auth.api.internal.resolve;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ResolvedCredential;
import java.util.Optional;

/** One place where a credential may be. */
interface Source {
  /** The place's name in explanations. */
  String name();

  /**
   * Looks.
   *
   * @return what is there; empty if nothing is
   * @throws AuthException if something is there that is broken: it is present all the same
   */
  Optional<ResolvedCredential> find();
}
