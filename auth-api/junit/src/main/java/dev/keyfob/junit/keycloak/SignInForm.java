package dev.keyfob.junit.keycloak;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.stability.Evolving;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keycloak's sign-in form without a browser, for tests of any program that sends its user there.
 * Name and password are all that it can answer. Safe for use by many threads.
 */
@Evolving
public final class SignInForm {
  private static final Pattern FORM =
      Pattern.compile("<form[^>]*id=\"kc-form-login\"[^>]*action=\"([^\"]+)\"");
  private static final String TEXT = "\"[^>]*>(?:\\s|<[^>]*>)*([^<\\s][^<]*)";
  private static final Pattern COMPLAINT =
      Pattern.compile("id=\"(?:input-error[^\"]*|kc-error-message)" + TEXT);
  private static final Pattern TITLE = Pattern.compile("id=\"kc-page-title" + TEXT);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MAX_REDIRECTS = 10;

  private SignInForm() {}

  /**
   * Signs in as a browser does that is sent to a page of Keycloak, and goes where Keycloak sends it
   * afterwards. Blocks for both, for the second until the program under test has answered.
   *
   * @param page the authorization endpoint with its parameters
   * @param user the user's name
   * @param password the user's password
   * @throws IllegalStateException if the page has no such form, or the form is refused
   * @throws UncheckedIOException if a server does not answer
   */
  public static void complete(URI page, String user, Secret password) {
    visit(submit(page, user, password));
  }

  /**
   * Signs in and stops where Keycloak sends the browser away. Blocks for some requests.
   *
   * @param page the authorization endpoint with its parameters
   * @param user the user's name
   * @param password the user's password
   * @return the client's redirect URI with the answer to the client
   * @throws IllegalStateException if the page has no such form, or the form is refused
   * @throws UncheckedIOException if Keycloak does not answer
   */
  public static URI submit(URI page, String user, Secret password) {
    try (HttpClient http = HttpClient.newBuilder().cookieHandler(new BrowserCookies()).build()) {
      Visit shown = follow(http, HttpRequest.newBuilder(page), page);
      Matcher form = FORM.matcher(shown.body());
      if (!form.find()) {
        throw new IllegalStateException("Keycloak shows no sign-in form but " + shown.says() + ".");
      }
      HttpRequest.Builder submission =
          HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(fields(user, password)));
      Visit after = follow(http, submission, page);
      return after
          .away()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "Keycloak does not let %s go on after the sign-in form: %s."
                          .formatted(user, after.says())));
    }
  }

  /** Goes to an address and waits for the answer, whatever it is. */
  static void visit(URI address) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      send(http, HttpRequest.newBuilder(address));
    }
  }

  /**
   * Where a browser has got to.
   *
   * @param away an address of another server; empty if it has stayed
   * @param body the page, if it has stayed
   */
  private record Visit(Optional<URI> away, String body) {
    String says() {
      return first(COMPLAINT).or(() -> first(TITLE)).orElse("a page without a title");
    }

    private Optional<String> first(Pattern pattern) {
      Matcher matcher = pattern.matcher(body);
      return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }
  }

  /** Follows redirects for as long as they stay with the server of the page. */
  private static Visit follow(HttpClient http, HttpRequest.Builder first, URI page) {
    HttpRequest.Builder next = first;
    for (int i = 0; i < MAX_REDIRECTS; i++) {
      HttpResponse<String> answer = send(http, next);
      Optional<URI> to = answer.headers().firstValue("Location").map(answer.uri()::resolve);
      if (answer.statusCode() / 100 != 3 || to.isEmpty()) {
        return new Visit(Optional.empty(), answer.body());
      }
      if (!page.getAuthority().equals(to.get().getAuthority())) {
        return new Visit(to, "");
      }
      next = HttpRequest.newBuilder(to.get());
    }
    throw new IllegalStateException("Keycloak sends the browser around in circles.");
  }

  private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signing in", e);
    }
  }

  private static String fields(String user, Secret password) {
    return "username="
        + URLEncoder.encode(user, StandardCharsets.UTF_8)
        + "&password="
        + URLEncoder.encode(password.reveal(), StandardCharsets.UTF_8);
  }

  /**
   * Browsers trust this machine: it gets the cookies that are for secure places over plain HTTP
   * too, and in the form of today's standard (RFC 6265).
   */
  private static final class BrowserCookies extends CookieManager {
    @Override
    public void put(URI uri, Map<String, List<String>> headers) throws IOException {
      super.put(uri, headers);
      for (HttpCookie cookie : getCookieStore().getCookies()) {
        cookie.setSecure(false);
        cookie.setVersion(0);
      }
    }
  }
}
