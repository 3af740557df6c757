package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks one authority after the other whether a server is to be trusted. Each is loaded when it is
 * needed: to read a system's certificates takes longer than the whole of most commands. Safe for
 * use by many threads.
 */
final class FallbackTrust extends X509ExtendedTrustManager {
  private final List<Authority> authorities;

  /**
   * Loads nothing yet.
   *
   * @param sources the authorities, one at least, in the order in which they are asked
   */
  FallbackTrust(List<Source> sources) {
    authorities = sources.stream().map(Authority::new).toList();
  }

  /** Loads a trust manager. */
  @FunctionalInterface
  interface Source {
    /**
     * Reads the certificates.
     *
     * @throws AuthException.Misconfigured if those that the user has named are not there
     */
    X509ExtendedTrustManager load() throws GeneralSecurityException;
  }

  private static final class Authority {
    private final Source source;
    private @Nullable X509ExtendedTrustManager loaded;

    Authority(Source source) {
      this.source = source;
    }

    synchronized X509ExtendedTrustManager get() throws CertificateException {
      X509ExtendedTrustManager known = loaded;
      if (known == null) {
        try {
          known = source.load();
        } catch (GeneralSecurityException e) {
          throw new CertificateException("The trusted certificates cannot be read.", e);
        }
        loaded = known;
      }
      return known;
    }
  }

  private interface Check {
    void by(X509ExtendedTrustManager trust) throws CertificateException;
  }

  /** Loads the first authority on another thread, while the connection is being made. */
  FallbackTrust loadAhead() {
    Thread.ofPlatform()
        .daemon()
        .name("trusted-certificates")
        .start(
            () -> {
              try {
                var _ = authorities.getFirst().get();
              } catch (CertificateException | AuthException e) {
                // whoever needs it fails in the same way
              }
            });
    return this;
  }

  private void check(Check check) throws CertificateException {
    @Nullable CertificateException refused = null;
    for (Authority authority : authorities) {
      try {
        check.by(authority.get());
        return;
      } catch (CertificateException e) {
        if (refused == null) {
          refused = e;
        } else {
          refused.addSuppressed(e);
        }
      }
    }
    if (refused != null) {
      throw refused;
    }
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
    check(trust -> trust.checkClientTrusted(chain, type, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(trust -> trust.checkClientTrusted(chain, type, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(trust -> trust.checkClientTrusted(chain, type));
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0]; // what a server would tell its clients
  }
}
