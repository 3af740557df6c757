package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.stability.Evolving;
import jakarta.json.JsonObject;
import java.util.Optional;

/**
 * What a login has brought.
 *
 * @param credential the credential, not yet stored
 * @param user who the identity provider says that is; empty if it did not say
 */
@Evolving
public record LoginOutcome(Credential credential, Optional<JsonObject> user) {}
