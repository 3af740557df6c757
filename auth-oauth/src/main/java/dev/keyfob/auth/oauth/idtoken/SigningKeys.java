package dev.keyfob.auth.oauth.idtoken;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.discovery.MetadataDocuments;
import jakarta.json.JsonObject;
import java.net.URI;
import java.text.ParseException;
import java.util.List;

/**
 * The keys of an identity provider (RFC 7517). Fetched when first asked for and, for a key that is
 * not among them, once more: keys rotate. Never more than that, however many unknown keys come. For
 * one thread, for one login.
 */
final class SigningKeys {
  private static final int MAX_FETCHES = 2;

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
    try {
      keys = JWKSet.parse(JsonText.compact(document));
    } catch (ParseException e) {
      throw new AuthException.Protocol("The keys at " + place + " cannot be understood.", null, e);
    }
  }
}
