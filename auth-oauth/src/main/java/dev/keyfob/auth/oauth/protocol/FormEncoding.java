package dev.keyfob.auth.oauth.protocol;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** {@code application/x-www-form-urlencoded} (RFC 6749 appendix B). */
public final class FormEncoding {
  private FormEncoding() {}

  public static String encode(Map<String, String> parameters) {
    StringBuilder form = new StringBuilder();
    parameters.forEach(
        (name, value) -> {
          if (!form.isEmpty()) {
            form.append('&');
          }
          form.append(encode(name)).append('=').append(encode(value));
        });
    return form.toString();
  }

  /** A blank as %20, which every decoder understands; not all know the plus sign. */
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
