package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.stability.Evolving;
import jakarta.json.JsonObject;

/** How far a login in two halves has come. */
@Evolving
public sealed interface LoginProgress {
  /**
   * It is finished.
   *
   * @param outcome what it has brought
   */
  record Done(LoginOutcome outcome) implements LoginProgress {}

  /**
   * The person has not confirmed it yet.
   *
   * @param state what to go on with, in place of the state before; it holds secrets
   */
  record Pending(JsonObject state) implements LoginProgress {
    /** Hides the state. */
    @Override
    public String toString() {
      return "Pending[hidden]";
    }
  }
}
