package dev.keyfob.it.browser;

import java.net.URI;

/**
 * What a person does on Keycloak's own pages. Each step waits for its page to appear.
 *
 * @param browser the browser that is on such a page
 */
public record KeycloakPages(HeadlessBrowser browser) {

  private static final String SUBMIT = "#kc-login";
  private static final String REFUSE = "#kc-cancel";
  private static final String CONSENT = "#kc-oauth";

  /** Fills in the sign-in form and submits it. */
  public void signIn(String user, String password) {
    browser.fill("#username", user);
    browser.fill("#password", password);
    browser.click(SUBMIT);
  }

  /** The message of a sign-in form that refused what was submitted. */
  public String signInError() {
    return browser.textOf(".kc-feedback-text");
  }

  /** The heading of an error page, for example after a bad redirect URI. */
  public String errorPage() {
    return browser.textOf("#kc-error-message");
  }

  /** What the consent page asks for. */
  public String consentText() {
    return browser.textOf(CONSENT);
  }

  /** Answers yes on the consent page. */
  public void grantConsent() {
    browser.textOf(CONSENT);
    browser.click(SUBMIT);
  }

  /** Answers no on the consent page; the client receives {@code access_denied}. */
  public void denyConsent() {
    browser.textOf(CONSENT);
    browser.click(REFUSE);
  }

  /** Opens the page of the device flow and enters the code that the device shows. */
  public void enterDeviceCode(URI verificationUri, String userCode) {
    browser.open(verificationUri);
    browser.fill("#device_user_code", userCode);
    browser.click(SUBMIT);
  }

  /** What the last page of the device flow says, granted or denied. */
  public String deviceMessage() {
    browser.awaitLocation(location -> location.getPath().endsWith("/device/status"));
    return browser.textOf("#kc-page-title");
  }
}
