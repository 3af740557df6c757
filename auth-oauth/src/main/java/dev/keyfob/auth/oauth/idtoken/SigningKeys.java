package dev.keyfob.auth.oauth.idtoken;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.X509CertUtils;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.discovery.MetadataDocuments;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The keys of an identity provider (RFC 7517). Fetched when first asked for and, for a key that is
 * not among them, once more: keys rotate. Never more than that, however many unknown keys come. For
 * one thread, for one login.
 */
final class SigningKeys {
  private static final int MAX_FETCHES = 2;
  private static final List<String> CERTIFICATE = List.of("x5c", "x5t", "x5t#S256", "x5u");

  private final URI place;
  private final ProviderContext context;
  private JWKSet keys = new JWKSet();
  private int fetches;

  SigningKeys(URI place, ProviderContext context) {
    this.place = place;
    this.context = context;
  }

  /**
   * The keys that may have signed: the one named by the header, or each of the right kind if it
   * names none.
   *
   * @return empty if there is none
   * @throws AuthException.Transient if they cannot be fetched now
   */
  List<JWK> candidates(JWSHeader header) {
    List<JWK> found = select(header);
    while (found.isEmpty() && fetches < MAX_FETCHES) {
      fetch();
      found = select(header);
    }
    return found;
  }

  /** By type, use, algorithm and id; never a symmetric key, which would be no secret here. */
  private List<JWK> select(JWSHeader header) {
    JWSAlgorithm algorithm = header.getAlgorithm();
    if (!IdTokenValidator.ALGORITHMS.contains(algorithm)) {
      return List.of();
    }
    return new JWKSelector(JWKMatcher.forJWSHeader(header)).select(keys);
  }

  private void fetch() {
    fetches++;
    JsonObject document = new MetadataDocuments(context).required(place);
    if (!(document.get("keys") instanceof JsonArray published)) {
      throw new AuthException.Protocol("There are no keys at " + place + ".", null, null);
    }
    List<JWK> usable = new ArrayList<>();
    for (JsonValue key : published) {
      if (key instanceof JsonObject object) {
        read(object).ifPresent(usable::add);
      }
    }
    keys = new JWKSet(usable);
  }

  /**
   * One key. RFC 7517 section 5: whatever is not understood, incomplete or broken is ignored, and
   * takes none of the others with it.
   */
  private static Optional<JWK> read(JsonObject key) {
    boolean bare = key.containsKey("n") || key.containsKey("x");
    try {
      if (bare || !(key.get("x5c") instanceof JsonArray chain) || chain.isEmpty()) {
        // The certificate proves nothing here; a broken one is no reason to ignore the key.
        JsonObjectBuilder plain = JsonText.PROVIDER.createObjectBuilder(key);
        CERTIFICATE.forEach(plain::remove);
        return Optional.of(JWK.parse(JsonText.compact(plain.build())));
      }
      return Optional.of(ofCertificate(key, chain.getString(0)));
    } catch (ParseException
        | JOSEException
        | IllegalArgumentException
        | IllegalStateException
        | ClassCastException e) {
      return Optional.empty();
    }
  }

  /** A key that is only in its certificate (RFC 7517 section 4.7). */
  private static JWK ofCertificate(JsonObject key, String certificate)
      throws JOSEException, ParseException {
    X509Certificate parsed = X509CertUtils.parse(Base64.getDecoder().decode(certificate));
    if (parsed == null) {
      throw new IllegalArgumentException("not a certificate");
    }
    JsonObjectBuilder plain =
        JsonText.PROVIDER.createObjectBuilder(
            JsonText.parseObject(JWK.parse(parsed).toPublicJWK().toJSONString()));
    CERTIFICATE.forEach(plain::remove);
    plain.remove("use").remove("kid").remove("exp").remove("nbf").remove("iat");
    for (String name : List.of("kid", "use", "alg", "key_ops")) {
      if (key.containsKey(name)) {
        plain.add(name, key.get(name));
      }
    }
    return JWK.parse(JsonText.compact(plain.build()));
  }
}
