package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.stability.Evolving;

/**
 * A variable that the profile names and the environment sets to something not blank.
 *
 * @param name the variable's name
 * @param role the key under which the profile lists it: {@code apiKey}, {@code token}, {@code
 *     accessToken}, or a plugin's credential type
 * @param value what it is set to, stripped of surrounding white space
 */
@Evolving
public record EnvironmentVariable(String name, String role, Secret value) {}
