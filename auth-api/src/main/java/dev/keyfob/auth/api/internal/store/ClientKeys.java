package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.AccountKey;

/**
 * Where the key of a service's client is, in a store. Beside the accounts, not among them: all of
 * them use it, and a logout leaves it.
 */
public final class ClientKeys {
  /** The member of the document that holds it. */
  public static final String ENTRY = "client_key";

  private ClientKeys() {}

  /** The name of its document. */
  public static AccountKey place(String profile) {
    return AccountKey.of(profile + ".client-key");
  }
}
