package dev.keyfob.auth.oauth.dialect;

/** How the parameters of a request to a token or revocation endpoint are written down. */
public enum BodyFormat {
  /** {@code application/x-www-form-urlencoded}, as RFC 6749 section 4.1.3 has it. */
  FORM,
  /** One JSON object of texts, which some services want instead. */
  JSON
}
