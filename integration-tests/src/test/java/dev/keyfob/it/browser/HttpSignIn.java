package dev.keyfob.it.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keycloak's sign-in form without a browser, for machines that have none. */
public final class HttpSignIn {
  private static final Pattern FORM =
      Pattern.compile("<form[^>]*id=\"kc-form-login\"[^>]*action=\"([^\"]+)\"");

  private HttpSignIn() {}

  /**
   * Fetches the form, submits it, and follows where Keycloak sends the browser. Blocks.
   *
   * @throws IllegalStateException if the page has no such form, or the form is refused
   */
  public static void at(URI page, String user, String password) {
    try (HttpClient http =
        HttpClient.newBuilder()
            .followRedirects(Redirect.ALWAYS)
            .cookieHandler(new BrowserCookies())
            .build()) {
      String html = http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
      Matcher form = FORM.matcher(html);
      if (!form.find()) {
        throw new IllegalStateException("no sign-in form at " + page.getPath());
      }
      HttpRequest submission =
          HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(fields(user, password)))
              .build();
      HttpResponse<String> answer = http.send(submission, BodyHandlers.ofString());
      if (answer.uri().getPort() == page.getPort()) {
        throw new IllegalStateException(
            "Keycloak kept the browser after signing in: status " + answer.statusCode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signing in", e);
    }
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

  private static String fields(String user, String password) {
    return "username="
        + URLEncoder.encode(user, StandardCharsets.UTF_8)
        + "&password="
        + URLEncoder.encode(password, StandardCharsets.UTF_8);
  }
}
