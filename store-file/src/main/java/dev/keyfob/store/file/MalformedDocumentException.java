package dev.keyfob.store.file;

/** A file's content that is no document. The message is a phrase without any of the content. */
final class MalformedDocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String phrase;

  MalformedDocumentException(String phrase) {
    super(phrase, null, false, false);
    this.phrase = phrase;
  }

  String phrase() {
    return phrase;
  }
}
