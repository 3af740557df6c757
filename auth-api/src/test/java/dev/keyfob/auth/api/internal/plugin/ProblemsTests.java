package dev.keyfob.auth.api.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

class ProblemsTests {
  @Test
  void ofLoading_staticInitialiserThrows_isNoMismatchOfVersions() {
    Throwable thrown = new ExceptionInInitializerError(new IllegalStateException("secret"));

    assertEquals("it failed to start (IllegalStateException)", Problems.ofLoading(thrown));
    assertEquals(
        "it failed to start (IllegalStateException)",
        Problems.ofLoading(new ServiceConfigurationError("badge", thrown)));
  }

  @Test
  void ofLoading_methodIsGone_isAMismatchOfVersions() {
    assertEquals(
        "it was made for another version of keyfob (NoSuchMethodError)",
        Problems.ofLoading(new NoSuchMethodError("secret")));
  }
}
