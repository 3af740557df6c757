package dev.keyfob.auth.oauth.loopback;

import dev.keyfob.auth.oauth.protocol.QueryParameters;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the requests that reach the loopback port is the one that was waited for. Any web page
 * and any program on the machine can send some.
 *
 * @param authority the host and port of the redirect URI
 * @param path its path
 * @param state what was sent with the authorization request
 */
record CallbackRules(String authority, String path, String state) {
  /** What a request is. */
  sealed interface Verdict {}

  /** The answer to the authorization request. */
  record Genuine(AuthorizationResponse response) implements Verdict {}

  /**
   * Something else.
   *
   * @param status what to answer
   * @param reason why, for whoever looks at the page
   */
  record Stray(int status, String reason) implements Verdict {}

  Verdict judge(RequestHead request) {
    if (!request.single("host").map(authority::equalsIgnoreCase).orElse(false)) {
      return new Stray(403, "This address is only for logging in from this computer.");
    }
    if (isForeign(request)) {
      return new Stray(403, "Other web sites cannot use this address.");
    }
    if (!request.path().equals(path)) {
      return new Stray(404, "There is nothing here.");
    }
    if (!request.method().equals("GET")) {
      return new Stray(405, "Only a browser that comes back from a login is expected here.");
    }
    Optional<Map<String, String>> parameters = QueryParameters.parse(request.query());
    if (parameters.isEmpty()) {
      return new Stray(400, "This answer is malformed.");
    }
    if (!AuthorizationResponse.belongsTo(state, parameters.get())) {
      return new Stray(400, "This answer does not belong to the login that is waiting.");
    }
    return new Genuine(new AuthorizationResponse(parameters.get()));
  }

  /** A browser that follows a redirect with GET sends no origin; a script on a page does. */
  private boolean isForeign(RequestHead request) {
    return request.has("origin")
        && !request.single("origin").equals(Optional.of("http://" + authority))
        && !request.single("origin").equals(Optional.of("null"));
  }

  /** Hides the state. */
  @Override
  public String toString() {
    return "CallbackRules[" + authority + path + "]";
  }
}
