package dev.keyfob.store.file;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonParsingException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Documents as text: JSON, or the one bare key or token that older tools have kept.
 *
 * @param rawTokens whether a bare JSON Web Token is taken for an OAuth access token
 */
record DocumentCodec(boolean rawTokens) {
  private static final int SHORTEST_KEY = 8;

  byte[] encode(CredentialDocument document) {
    return JsonText.pretty(document.json()).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a document.
   *
   * @throws MalformedDocumentException if it is none
   * @throws AuthException.StoreUnavailable if it is one of a later version
   */
  CredentialDocument decode(byte[] text, Object where) throws MalformedDocumentException {
    int start = 0;
    while (start < text.length && isSpace(text[start])) {
      start++;
    }
    if (start == text.length) {
      throw new MalformedDocumentException("it is empty");
    }
    return CredentialDocument.of(text[start] == '{' ? parse(text, where) : legacy(text, start));
  }

  private static JsonObject parse(byte[] text, Object where) throws MalformedDocumentException {
    JsonObject document;
    try {
      document = JsonText.parseObject(text);
    } catch (JsonParsingException e) {
      throw new MalformedDocumentException(
          "it is not JSON from line "
              + e.getLocation().getLineNumber()
              + ", column "
              + e.getLocation().getColumnNumber()
              + " on");
    } catch (JsonException e) {
      throw new MalformedDocumentException("it is not a JSON object");
    }
    // Documents of version 1 need not say so. Not a constant: to initialise BigDecimal takes 25 ms.
    if (document.get("version") instanceof JsonNumber version
        && version.bigDecimalValue().compareTo(BigDecimal.ONE) > 0) {
      throw new AuthException.StoreUnavailable(
          where + " was written by a later version of its tool and is left as it is.",
          "update keyfob",
          null);
    }
    return document;
  }

  private JsonObject legacy(byte[] text, int start) throws MalformedDocumentException {
    int end = text.length;
    while (isSpace(text[end - 1])) {
      end--;
    }
    for (int i = start; i < end; i++) {
      if (text[i] <= ' ' || text[i] >= 0x7f) {
        throw new MalformedDocumentException("it is neither a JSON object nor a single key");
      }
    }
    if (end - start < SHORTEST_KEY || text[start] == '[' || text[start] == '"') {
      throw new MalformedDocumentException("it is neither a JSON object nor a single key");
    }
    String key = new String(text, start, end - start, StandardCharsets.US_ASCII);
    // A bare token stays bare, so that its provider sees that nothing else is known of it.
    String type = rawTokens && isJsonWebToken(key) ? "oauth" : "api_key";
    return JsonText.PROVIDER.createObjectBuilder().add(type, key).build();
  }

  /** The compact form of RFC 7515: three parts, the first of which is a JSON object in Base64. */
  private static boolean isJsonWebToken(String text) {
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    return text.startsWith("eyJ") && second > first + 1 && text.indexOf('.', second + 1) < 0;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
