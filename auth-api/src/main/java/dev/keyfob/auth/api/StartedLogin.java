package dev.keyfob.auth.api;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The first half of a login: what a person needs to confirm it, and what the provider needs to
 * finish it in another process.
 *
 * @param method the id of the {@link LoginMethod}
 * @param verificationUri the address that the person opens
 * @param verificationUriComplete the same with the code in it already; empty if there is none
 * @param userCode what the person types there; empty if nothing
 * @param expiresAt when it can no longer be confirmed
 * @param interval how long to wait between two looks whether it has been; empty if looking is of no
 *     use because the person brings something back
 * @param state for {@code CredentialProvider.finish} alone; it holds secrets
 */
public record StartedLogin(
    String method,
    URI verificationUri,
    Optional<URI> verificationUriComplete,
    Optional<String> userCode,
    Instant expiresAt,
    Optional<Duration> interval,
    JsonObject state) {
  /** Names the method alone: the rest is for whoever may confirm the login. */
  @Override
  public String toString() {
    return "StartedLogin[" + method + "]";
  }
}
