package dev.keyfob.store.keychain.access;

import org.jspecify.annotations.Nullable;

/** A keychain that does not do what it should. The message is one sentence for a person. */
public final class KeychainFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sentence;
  private final String advice;

  /**
   * Says what is wrong.
   *
   * @param sentence what is wrong, without secrets
   * @param advice what the person can do about it, as a phrase that "or" can follow
   */
  public KeychainFailure(String sentence, String advice) {
    this(sentence, advice, null);
  }

  public KeychainFailure(String sentence, String advice, @Nullable Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
    this.advice = advice;
  }

  @Override
  public String getMessage() {
    return sentence;
  }

  /** What the person can do about it. */
  public String advice() {
    return advice;
  }
}
