package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.stability.Evolving;
import jakarta.json.JsonObject;

/**
 * A key that has just been made for a service's client.
 *
 * @param privateKey a JSON object, to be kept
 * @param publicKeys what the service has to know of it, for example a JWK set (RFC 7517)
 */
@Evolving
public record GeneratedKey(Secret privateKey, JsonObject publicKeys) {}
