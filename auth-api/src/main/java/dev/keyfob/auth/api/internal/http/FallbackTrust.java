package dev.keyfob.auth.api.internal.http;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks a second authority about what the first does not trust. The second is loaded only then: to
 * read a system's certificates takes longer than the whole of most commands.
 */
final class FallbackTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager first;
  private final Source source;
  private @Nullable X509ExtendedTrustManager second;

  FallbackTrust(X509ExtendedTrustManager first, Source source) {
    this.first = first;
    this.source = source;
  }

  /** Loads a trust manager. */
  @FunctionalInterface
  interface Source {
    X509ExtendedTrustManager load() throws GeneralSecurityException;
  }

  private interface Check {
    void by(X509ExtendedTrustManager trust) throws CertificateException;
  }

  private void check(Check check) throws CertificateException {
    try {
      check.by(first);
    } catch (CertificateException e) {
      try {
        check.by(second());
      } catch (GeneralSecurityException again) {
        e.addSuppressed(again);
        throw e;
      }
    }
  }

  private synchronized X509ExtendedTrustManager second() throws GeneralSecurityException {
    X509ExtendedTrustManager loaded = second;
    if (loaded == null) {
      loaded = source.load();
      second = loaded;
    }
    return loaded;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(trust -> trust.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(trust -> trust.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(trust -> trust.checkServerTrusted(chain, type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    first.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    first.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    first.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return first.getAcceptedIssuers();
  }
}
