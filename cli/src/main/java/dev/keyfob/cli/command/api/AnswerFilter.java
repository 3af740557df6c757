package dev.keyfob.cli.command.api;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import java.util.List;

/** Makes something else of an answer. */
interface AnswerFilter {
  /**
   * Applies it.
   *
   * @param json the answer's body
   * @return what to print, each on a line of its own
   * @throws AuthException if the body is not JSON, or the filter cannot be applied to it
   */
  List<String> apply(String json);

  /** The error of an answer that a filter has no use for. */
  static AuthException notJson(String option) {
    return new AuthException.Protocol(
        ErrorCode.API_ERROR, "The response is not JSON, which " + option + " needs.", null);
  }
}
