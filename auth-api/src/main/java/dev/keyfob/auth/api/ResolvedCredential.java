package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;

/**
 * The credential chosen for an account, and where it came from.
 *
 * @param key whose it is
 * @param credential what was chosen
 * @param origin where it was found
 */
@Stable
public record ResolvedCredential(AccountKey key, Credential credential, Origin origin) {}
