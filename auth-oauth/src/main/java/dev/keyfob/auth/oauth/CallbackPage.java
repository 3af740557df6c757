package dev.keyfob.auth.oauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What the browser shows at the end of a login. It stands on its own: no script, nothing loaded
 * from anywhere, nothing kept, and no part of the request in it.
 */
final class CallbackPage {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ground:#f6f4ef;--card:#fffdf9;--ink:#1d1b16;--soft:#6b6558;\
      --line:#e4dfd3;--good:#1f7a4d;--bad:#b3392c}
      @media (prefers-color-scheme:dark){:root{--ground:#14130f;--card:#1e1c17;--ink:#f3efe4;\
      --soft:#a59d8b;--line:#33302838;--good:#6fd3a0;--bad:#ff8f7f}}
      body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);\
      color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
      main{max-width:26rem;margin:1.5rem;padding:2rem;background:var(--card);\
      border:1px solid var(--line);border-radius:1rem}
      """;

  private final String service;

  CallbackPage(String service) {
    this.service = service;
  }

  /** The login has worked. */
  byte[] success() {
    return response(
        200,
        "You are logged in",
        "You are logged in to " + service + ".",
        "You can close this tab and go back to the terminal.");
  }

  /** The login that this browser was part of has failed. */
  byte[] failure(String why) {
    return response(400, "The login failed", why, "Go back to the terminal to try again.");
  }

  /** A request that is no part of a login. */
  byte[] stray(int status, String why) {
    return response(status, "Not a login", why, "");
  }

  private static byte[] response(int status, String title, String message, String next) {
    String html =
        "<!doctype html><html lang=en><meta charset=utf-8>"
            + "<meta name=viewport content=\"width=device-width,initial-scale=1\"><title>"
            + escape(title)
            + "</title><style>"
            + STYLE
            + "</style><main><h1>"
            + escape(title)
            + "</h1><p>"
            + escape(message)
            + "</p><p>"
            + escape(next)
            + "</p></main></html>";
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
            + sha256(STYLE)
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
}
