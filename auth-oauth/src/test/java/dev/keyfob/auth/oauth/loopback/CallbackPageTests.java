package dev.keyfob.auth.oauth.loopback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallbackPageTests {
  private final CallbackPage page = new CallbackPage("Acme & <b>Sons</b>");

  private static String text(byte[] response) {
    return new String(response, StandardCharsets.UTF_8);
  }

  private static String body(byte[] response) {
    return text(response).split("\r\n\r\n", 2)[1];
  }

  @Test
  void success_service_isNamedAndEscaped() {
    assertTrue(body(page.success()).contains("Acme &amp; &lt;b&gt;Sons&lt;/b&gt;"), "not escaped");
  }

  @Test
  void failure_reason_isEscapedAndNoPlaceholder() {
    String body = body(page.failure("<script>alert('{style}')</script> \"{next}\""));
    assertTrue(
        body.contains("&lt;script&gt;alert(&#39;{style}&#39;)&lt;/script&gt; &quot;{next}&quot;"),
        body);
    assertFalse(body.contains("<script"), body);
  }

  @Test
  void pages_all_loadNothingAndRunNothing() {
    for (byte[] response :
        List.of(page.success(), page.failure("x"), page.stray(404, "There is nothing here."))) {
      String body = body(response);
      for (String forbidden :
          List.of("<script", "<link", "<img", "<iframe", "url(", "@import", "src=", "http")) {
        assertFalse(body.contains(forbidden), forbidden);
      }
      assertFalse(body.matches("(?s).*<[^>]*\\son\\w+=.*"), "an event handler");
    }
  }

  @Test
  void policy_style_isAllowedByItsHashAlone() throws NoSuchAlgorithmException {
    String response = text(page.success());
    String style = response.split("<style>", 2)[1].split("</style>", 2)[0];
    String hash =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(style.getBytes(StandardCharsets.UTF_8)));
    assertTrue(
        response.contains(
            "\r\nContent-Security-Policy: default-src 'none'; style-src 'sha256-"
                + hash
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"),
        response);
  }

  @Test
  void length_body_isItsOwn() {
    String response = text(page.failure("ünïcödé"));
    int length = Integer.parseInt(response.split("Content-Length: ", 2)[1].split("\r\n", 2)[0]);
    assertEquals(body(page.failure("ünïcödé")).getBytes(StandardCharsets.UTF_8).length, length);
  }

  @Test
  void pages_bothSchemes_areDesignedFor() {
    String body = body(page.success());
    assertTrue(body.contains("prefers-color-scheme: dark"));
    assertTrue(body.contains("width=device-width"));
  }
}
