package dev.keyfob.auth.api.internal.session;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.ProviderContext;

/**
 * One account with all that is needed to work on it.
 *
 * @param profile the service
 * @param key the account's name
 * @param store where its document is
 * @param context what its provider works with
 */
public record Account(
    ServiceProfile profile, AccountKey key, CredentialStore store, ProviderContext context) {}
