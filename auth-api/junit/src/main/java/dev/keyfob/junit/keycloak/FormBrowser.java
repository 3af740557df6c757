package dev.keyfob.junit.keycloak;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A user whose browser knows one form. There is no other person: whatever else would be asked fails
 * at once.
 *
 * @param user the user's name
 * @param password the user's
 */
record FormBrowser(String user, Secret password) implements Interaction {
  @Override
  public boolean openBrowser(URI address) {
    URI back;
    try {
      back = SignInForm.submit(address, user, password);
    } catch (IllegalStateException e) {
      throw new AuthException.Denied(ErrorCode.LOGIN_DENIED, String.valueOf(e.getMessage()), null);
    }
    // It is answered once the login is complete, which this thread has still to do.
    Thread.ofVirtual().name("form-browser").start(() -> SignInForm.visit(back));
    return true;
  }

  @Override
  public Optional<String> noBrowserReason() {
    return Optional.empty();
  }

  @Override
  public boolean interactive() {
    return false;
  }

  @Override
  public void show(String line) {
    // nobody looks
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

  private static AuthException nobody() {
    return new AuthException.NotLoggedIn(
        ErrorCode.NOT_INTERACTIVE, "This login of a test has only a sign-in form.", null);
  }
}
