package dev.keyfob.auth.api;

/**
 * What a program adds to keyfob. It implements one of the interfaces of {@code
 * dev.keyfob.auth.api.spi}, which are kinds of this; this package knows no more of them.
 */
public interface Extension {
  /** A {@code dev.keyfob.auth.api.spi.CredentialProvider}, and nothing else. */
  interface Provider extends Extension {}

  /** A {@code dev.keyfob.auth.api.spi.CredentialStoreFactory}, and nothing else. */
  interface Store extends Extension {}
}
