package dev.keyfob.auth.oauth.dpop;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.protocol.RandomTokens;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Proofs of possession of a session's key, one for each attempt at a request (RFC 9449). */
public final class DpopProofs {
  /** The header of a proof, and the scheme of a bound token. */
  public static final String DPOP = "DPoP";

  /** What a server says when it wants another nonce. */
  public static final String USE_NONCE = "use_dpop_nonce";

  private static final String NONCE = "DPoP-Nonce";

  private final DpopKey key;
  private final ProviderContext context;
  private final RandomTokens random = new RandomTokens(new SecureRandom());

  public DpopProofs(DpopKey key, ProviderContext context) {
    this.key = key;
    this.context = context;
  }

  /** The key, as it is stored in the session. */
  public Secret stored() {
    return key.stored();
  }

  /** The key's thumbprint, which an authorization code is bound to ({@code dpop_jkt}). */
  public String thumbprint() {
    return key.key().thumbprint();
  }

  /**
   * A proof for one attempt, with the server's newest nonce (section 4.2).
   *
   * @param accessToken what the request carries; empty at the token endpoint
   */
  public String of(String method, URI target, Optional<Secret> accessToken) {
    JsonObjectBuilder claims =
        JsonText.PROVIDER
            .createObjectBuilder()
            .add("jti", random.next())
            .add("htm", method)
            .add("htu", withoutQuery(target))
            .add("iat", context.clock().instant().getEpochSecond());
    accessToken.ifPresent(token -> claims.add("ath", digest(token)));
    context.nonces().find(target).ifPresent(nonce -> claims.add("nonce", nonce));
    return key.key().sign("dpop+jwt", claims.build(), true);
  }

  /**
   * Keeps the nonce of an answer, whatever the answer is (section 8.2).
   *
   * @return whether there was one
   */
  public static boolean heard(URI target, HttpHeaders headers, ProviderContext context) {
    Optional<String> nonce = headers.firstValue(NONCE);
    nonce.ifPresent(value -> context.nonces().keep(target, value));
    return nonce.isPresent();
  }

  private static String withoutQuery(URI target) {
    String text = target.toString();
    int end = text.length();
    for (char c : new char[] {'?', '#'}) {
      int at = text.indexOf(c);
      end = at < 0 ? end : Math.min(end, at);
    }
    return text.substring(0, end);
  }

  private static String digest(Secret token) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(token.reveal().getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
