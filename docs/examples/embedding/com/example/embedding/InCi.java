package com.example.embedding;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.ResolvedCredential;
import java.time.Duration;

/**
 * {@code InCi PROFILE}: a job that nobody watches. Its credential comes out of an environment
 * variable that the profile names, and what goes wrong ends it with a code that says what to do.
 */
public final class InCi {
  private static final int TRY_AGAIN = 1;
  private static final int LOG_IN = 3;

  private InCi() {}

  public static void main(String[] args) {
    // No plugin folder: nothing runs that is not part of the job.
    try (Keyfob keyfob = Keyfob.builder().withoutPluginFolder().open()) {
      ResolvedCredential credential = keyfob.token(args[0], Duration.ofMinutes(10));
      System.out.println(credential.credential().type() + " from " + credential.origin().name());
    } catch (AuthException.NotLoggedIn | AuthException.SessionExpired e) {
      System.err.println(e.getMessage() + " " + e.hint().orElse(""));
      System.exit(LOG_IN);
    } catch (AuthException.Transient e) {
      System.err.println(e.getMessage());
      System.exit(TRY_AGAIN);
    }
  }
}
