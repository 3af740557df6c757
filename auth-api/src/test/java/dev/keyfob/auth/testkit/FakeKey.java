package dev.keyfob.auth.testkit;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.StaticCredential;
import java.util.Optional;

/** The static credential of a {@link FakeProvider}. */
public record FakeKey(String type, Secret secret) implements StaticCredential {
  public static FakeKey of(String type, String value) {
    return new FakeKey(type, Secret.of(value));
  }

  @Override
  public Optional<String> tokenType() {
    return Optional.of("Bearer");
  }
}
