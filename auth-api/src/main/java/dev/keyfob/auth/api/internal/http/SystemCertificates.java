package dev.keyfob.auth.api.internal.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The certificates that the operating system trusts: the bundle that Debian, Red Hat, SUSE, Alpine
 * and FreeBSD make of the installed ones, the keychains of macOS, the root store of Windows. Only
 * the bundles have been tried.
 */
final class SystemCertificates {
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  /** As the JDK calls the stores of macOS and Windows. */
  private static final List<String> STORES =
      List.of("KeychainStore-ROOT", "KeychainStore", "Windows-ROOT");

  private SystemCertificates() {}

  /** All that can be found; none is no error here, because Java's have been tried before. */
  static KeyStore load() throws GeneralSecurityException {
    List<Certificate> found = new ArrayList<>();
    for (Path bundle : BUNDLES) {
      if (Files.isReadable(bundle)) {
        try {
          found.addAll(TrustedCertificates.read(bundle));
          break;
        } catch (IOException | CertificateException e) {
          // the next one may do
        }
      }
    }
    STORES.forEach(type -> addAll(type, found));
    return TrustedCertificates.keyStore(found);
  }

  private static void addAll(String type, List<Certificate> found) {
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(null, null);
      for (String alias : Collections.list(store.aliases())) {
        Certificate certificate = store.getCertificate(alias);
        if (certificate != null) {
          found.add(certificate);
        }
      }
    } catch (KeyStoreException e) {
      // a store of another system
    } catch (GeneralSecurityException | IOException e) {
      // it cannot be read; what else there is may do
    }
  }
}
