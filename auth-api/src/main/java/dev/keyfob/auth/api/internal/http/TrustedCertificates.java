package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.Environment;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates named by {@code SSL_CERT_FILE}, which replace the built-in ones. */
public final class TrustedCertificates {
  /** The variable's name. */
  public static final String VARIABLE = "SSL_CERT_FILE";

  private TrustedCertificates() {}

  /**
   * Reads them.
   *
   * @return empty if the variable is not set
   * @throws AuthException.Misconfigured if the file holds none
   */
  public static Optional<SSLContext> from(Map<String, String> environment) {
    return Environment.value(environment, VARIABLE).map(TrustedCertificates::load);
  }

  private static SSLContext load(String file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw unusable(file, null);
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("ca" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException | InvalidPathException e) {
      throw unusable(file, e);
    }
  }

  private static AuthException unusable(
      String file, @org.jspecify.annotations.Nullable Exception cause) {
    return new AuthException.Misconfigured(
        dev.keyfob.auth.api.ErrorCode.USAGE,
        VARIABLE + " names " + file + ", which holds no readable PEM certificates.",
        "unset " + VARIABLE + " or point it at a PEM file",
        cause);
  }
}
