package dev.keyfob.auth.api.internal.login;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Nobody is there. */
public final class NoInteraction implements Interaction {
  @Override
  public boolean interactive() {
    return false;
  }

  @Override
  public void show(String line) {
    // nobody sees it
  }

  @Override
  public Optional<Secret> askSecret(String prompt) {
    throw nobody();
  }

  @Override
  public Optional<String> askLine(String prompt) {
    throw nobody();
  }

  @Override
  public int choose(String title, List<String> choices) {
    throw nobody();
  }

  @Override
  public Optional<Secret> pipedSecret(Duration limit) {
    return Optional.empty();
  }

  @Override
  public boolean openBrowser(URI address) {
    return false;
  }

  @Override
  public Optional<String> noBrowserReason() {
    return Optional.of("this is not an interactive session");
  }

  private static AuthException nobody() {
    return new AuthException.NotLoggedIn(
        ErrorCode.NOT_INTERACTIVE, "This needs an interactive terminal.", null);
  }
}
