package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.spi.support.Environment;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are trusted: those that {@code SSL_CERT_FILE} and {@code SSL_CERT_DIR} name
 * and no others, as OpenSSL has it; else those that come with Java and, where they do not do, those
 * of the system, into which organisations put their own.
 */
public final class TrustedCertificates {
  /** The name of the variable for one file. */
  public static final String VARIABLE = "SSL_CERT_FILE";

  /** The name of the variable for directories. */
  public static final String DIRECTORY_VARIABLE = "SSL_CERT_DIR";

  private TrustedCertificates() {}

  /**
   * Whether the environment names them.
   *
   * @param environment the variables
   * @return false if Java's and the system's count
   */
  public static boolean areNamed(Map<String, String> environment) {
    return Environment.isSet(environment, VARIABLE)
        || Environment.isSet(environment, DIRECTORY_VARIABLE);
  }

  /**
   * A context that trusts them. They are read while it makes its first connection.
   *
   * @param environment the variables
   * @return the context, which throws {@link AuthException.Misconfigured} if a file or directory
   *     that is named holds none
   */
  public static SSLContext from(Map<String, String> environment) {
    try {
      FallbackTrust trust = new FallbackTrust(sources(environment)).loadAhead();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what is named.
   *
   * @param environment the variables
   * @throws AuthException.Misconfigured if a file or directory that is named holds none
   */
  public static void check(Map<String, String> environment) {
    if (areNamed(environment)) {
      for (FallbackTrust.Source source : sources(environment)) {
        try {
          var _ = source.load();
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static List<FallbackTrust.Source> sources(Map<String, String> environment) {
    if (!areNamed(environment)) {
      return List.of(() -> manager(null), () -> manager(SystemCertificates.load()));
    }
    List<FallbackTrust.Source> named = new ArrayList<>();
    if (Environment.isSet(environment, VARIABLE)) {
      String file = environment.getOrDefault(VARIABLE, "").strip();
      named.add(() -> manager(keyStore(inFile(file))));
    }
    if (Environment.isSet(environment, DIRECTORY_VARIABLE)) {
      String directories = environment.getOrDefault(DIRECTORY_VARIABLE, "").strip();
      named.add(() -> manager(keyStore(listed(directories))));
    }
    return named;
  }

  private static Collection<? extends Certificate> inFile(String file) {
    try {
      Collection<? extends Certificate> found = read(Path.of(file));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (IOException | CertificateException | InvalidPathException e) {
      throw unusable(VARIABLE, file, "a PEM file", e);
    }
    throw unusable(VARIABLE, file, "a PEM file", null);
  }

  private static List<Certificate> listed(String directories) {
    List<Certificate> found = inDirectories(directories);
    if (found.isEmpty()) {
      throw unusable(DIRECTORY_VARIABLE, directories, "a directory of PEM files", null);
    }
    return found;
  }

  /** What is in the directories; files that are no certificates lie beside them everywhere. */
  static List<Certificate> inDirectories(String directories) {
    List<Certificate> found = new ArrayList<>();
    for (String directory : directories.split(File.pathSeparator, -1)) {
      if (directory.isBlank()) {
        continue;
      }
      try (Stream<Path> files = Files.list(Path.of(directory.strip()))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          try {
            found.addAll(read(file));
          } catch (IOException | CertificateException e) {
            // no certificate
          }
        }
      } catch (IOException | InvalidPathException e) {
        // an empty list is what the caller complains of
      }
    }
    return found;
  }

  static Collection<? extends Certificate> read(Path file)
      throws IOException, CertificateException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  static KeyStore keyStore(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("ca" + number++, certificate);
      }
      return trusted;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** Trusts what is in a key store; Java's own if there is none. */
  static X509ExtendedTrustManager manager(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("no trust manager for X.509");
  }

  private static AuthException unusable(
      String variable, String value, String what, @Nullable Exception cause) {
    return new AuthException.Misconfigured(
        ErrorCode.USAGE,
        variable + " names " + value + ", which holds no readable PEM certificates.",
        "unset " + variable + " or point it at " + what,
        cause);
  }
}
