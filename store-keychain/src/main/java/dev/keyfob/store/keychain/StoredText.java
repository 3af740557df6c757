package dev.keyfob.store.keychain;

import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A document as the text of one keychain item: compact JSON. */
final class StoredText {
  private static final String OAUTH = "oauth";

  private StoredText() {}

  static byte[] encode(CredentialDocument document) {
    return JsonText.compact(document.json()).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a document was written by a later version of its tool. Version 1 need not say so. */
  static boolean isOfLaterVersion(CredentialDocument document) {
    return document.json().get("version") instanceof JsonNumber version
        && version.doubleValue() > 1;
  }

  /**
   * Reads an item's text. One that some tool has written before it knew of sessions, nothing but an
   * access token, is read as a session of which no more is known.
   *
   * @return the document; empty if the text is neither
   */
  static Optional<CredentialDocument> decode(byte[] text) {
    try {
      return Optional.of(CredentialDocument.of(JsonText.parseObject(text)));
    } catch (JsonException e) {
      return bareToken(text)
          .map(token -> CredentialDocument.EMPTY.with(OAUTH, JsonText.PROVIDER.createValue(token)));
    }
  }

  private static Optional<String> bareToken(byte[] text) {
    String token = new String(text, StandardCharsets.UTF_8).strip();
    boolean printable = token.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    // What starts like JSON and cannot be parsed is a damaged document.
    return printable && !token.isEmpty() && "{[\"".indexOf(token.charAt(0)) < 0
        ? Optional.of(token)
        : Optional.empty();
  }
}
