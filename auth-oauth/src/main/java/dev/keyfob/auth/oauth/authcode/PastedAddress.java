package dev.keyfob.auth.oauth.authcode;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.oauth.loopback.AuthorizationResponse;
import dev.keyfob.auth.oauth.protocol.QueryParameters;
import java.util.Map;

/** The address that a browser ended at on another machine, as a person copied it. */
final class PastedAddress {
  private PastedAddress() {}

  /**
   * Reads an address.
   *
   * @param redirectUri where it must lead
   * @param state what it must carry
   * @throws AuthException.Misconfigured if it is another address; the right one can still come
   */
  static AuthorizationResponse read(String pasted, String redirectUri, String state) {
    String address = pasted.strip();
    if (isCode(address)) {
      return code(address, state);
    }
    int question = address.indexOf('?');
    String place = question < 0 ? address : address.substring(0, question);
    if (!place.equals(redirectUri) && !("http://" + place).equals(redirectUri)) {
      throw wrong("it does not begin with " + redirectUri);
    }
    String query = question < 0 ? "" : address.substring(question + 1);
    int fragment = query.indexOf('#');
    Map<String, String> parameters =
        QueryParameters.parse(fragment < 0 ? query : query.substring(0, fragment))
            .orElseThrow(() -> wrong("it is damaged"));
    if (!AuthorizationResponse.belongsTo(state, parameters)) {
      throw wrong("it is from another login, or not all of it was copied");
    }
    return new AuthorizationResponse(parameters);
  }

  /** {@code CODE#STATE}, as the pages show it that take the place of a redirect to this machine. */
  private static boolean isCode(String text) {
    return text.indexOf('#') > 0 && text.indexOf('?') < 0 && !text.contains("://");
  }

  private static AuthorizationResponse code(String text, String state) {
    int hash = text.indexOf('#');
    Map<String, String> parameters =
        Map.of("code", text.substring(0, hash), "state", text.substring(hash + 1));
    if (!AuthorizationResponse.belongsTo(state, parameters)) {
      throw wrong("it is from another login, or not all of it was copied");
    }
    return new AuthorizationResponse(parameters);
  }

  private static AuthException wrong(String problem) {
    return AuthException.usage(
        "This is not the address of the page where the browser ended: " + problem + ".",
        "copy the whole address from the browser's address bar after logging in");
  }
}
