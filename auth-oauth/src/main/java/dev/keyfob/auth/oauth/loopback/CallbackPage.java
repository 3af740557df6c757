package dev.keyfob.auth.oauth.loopback;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * The page that the browser shows after a login. Self-contained: no script, no external resource,
 * not cached, and without any part of the request.
 */
public final class CallbackPage {
  private static final String CHECK = "<path class=\"mark\" d=\"M72 78.5l5.5 5.5 10.5-11.5\"/>";
  private static final String CROSS = "<path class=\"mark\" d=\"M74 72l12 12m0-12l-12 12\"/>";
  private static final String QUESTION =
      "<path class=\"mark\" d=\"M74.5 74a5.5 5.5 0 1 1 7.5 5.1c-1.5.6-2 1.5-2 2.7m0 5.5v.1\"/>";

  private final String service;
  private final String frame = resource("callback.html");
  private final String style = resource("callback.css");

  public CallbackPage(String service) {
    this.service = service;
  }

  /** The login has worked. */
  public byte[] success() {
    return response(
        200,
        page(
            "good",
            CHECK,
            "Success",
            "You are logged in",
            "Your login to " + service + " has worked.",
            "You can close this tab and go back to the terminal."));
  }

  /** The login that this browser was part of has failed. */
  public byte[] failure(String why) {
    return response(
        400,
        page(
            "bad",
            CROSS,
            "Failure",
            "That did not work",
            why,
            "Nothing was stored. Go back to the terminal to try again."));
  }

  /** A request that is no part of a login. */
  byte[] stray(int status, String why) {
    return response(
        status, page("stray", QUESTION, "Nothing to do", "Nothing to see here", why, ""));
  }

  private String page(
      String state, String mark, String label, String title, String message, String next) {
    return frame
        .replace("{style}", style)
        .replace("{state}", state)
        .replace("{mark}", mark)
        .replace("{label}", label)
        .replace("{title}", title)
        .replace("{next}", next)
        // last, so that nothing in it is taken for a placeholder
        .replace("{message}", escape(message));
  }

  private byte[] response(int status, String html) {
    byte[] body = html.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + " "
            + reason(status)
            + "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
            + body.length
            + (status == 405 ? "\r\nAllow: GET" : "")
            + "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer"
            + "\r\nX-Content-Type-Options: nosniff"
            + "\r\nContent-Security-Policy: default-src 'none'; style-src 'sha256-"
            + sha256(style)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            + "\r\nConnection: close\r\n\r\n";
    byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[headBytes.length + body.length];
    System.arraycopy(headBytes, 0, all, 0, headBytes.length);
    System.arraycopy(body, 0, all, headBytes.length, body.length);
    return all;
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      default -> "Bad Request";
    };
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(CallbackPage.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
