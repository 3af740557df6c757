package dev.keyfob.auth.oauth.login;

import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.OAuthSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The ways to log in by OAuth, in the order in which they are offered. */
public enum OAuthMethod {
  /** Authorization code with a loopback redirect (RFC 8252). */
  BROWSER("browser", "Browser (OAuth)", "--oauth"),
  /** Device authorization grant (RFC 8628). */
  DEVICE("device", "Another device (a code)", "--device"),
  /** Authorization code whose redirect is pasted by the user. */
  PASTE("paste", "Browser elsewhere (paste the address back)", "--paste");

  private final String id;
  private final String label;
  private final String option;

  OAuthMethod(String id, String label, String option) {
    this.id = id;
    this.label = label;
    this.option = option;
  }

  /** The value of {@link dev.keyfob.auth.api.LoginRequest#method()} that chooses this method. */
  public String id() {
    return id;
  }

  /** The method with an id; empty if OAuth has no such method. */
  public static Optional<OAuthMethod> of(String id) {
    return Stream.of(values()).filter(method -> method.id.equals(id)).findFirst();
  }

  /**
   * The methods that a profile offers. The device method is left out only if the profile names all
   * endpoints itself and none for devices; otherwise the metadata decides at login.
   */
  public static List<OAuthMethod> offered(OAuthSettings settings) {
    boolean hasMetadata = settings.issuer().isPresent() || settings.configPath().isPresent();
    return hasMetadata || settings.deviceAuthorizationEndpoint().isPresent()
        ? List.of(BROWSER, DEVICE, PASTE)
        : List.of(BROWSER, PASTE);
  }

  /** {@link #BROWSER} where the browser ends at a page of the provider that shows a code. */
  public static LoginMethod browserWithCode() {
    return new LoginMethod(BROWSER.id, "Browser (paste the code back)", BROWSER.option, true);
  }

  /** This method as it is offered to a user. */
  public LoginMethod toLoginMethod() {
    return new LoginMethod(id, label, option, true);
  }
}
