package dev.keyfob.it.api;

/** What became of a request's credential. */
sealed interface Verdict {

  /** The credential is good. */
  record Admitted(Caller caller) implements Verdict {}

  /**
   * The credential is missing or bad.
   *
   * @param challenge the {@code WWW-Authenticate} value (RFC 6750, section 3)
   */
  record Refused(String challenge) implements Verdict {

    static Refused missing() {
      return new Refused("Bearer realm=\"keyfob-test\"");
    }

    static Refused invalid(String reason) {
      return new Refused(
          "Bearer realm=\"keyfob-test\", error=\"invalid_token\", error_description=\"%s\""
              .formatted(reason));
    }
  }
}
