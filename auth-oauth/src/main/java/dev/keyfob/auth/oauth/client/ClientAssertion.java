package dev.keyfob.auth.oauth.client;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.jose.KeyUnusable;
import dev.keyfob.auth.oauth.jose.SigningKey;
import dev.keyfob.auth.oauth.protocol.RandomTokens;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/** Tells who a client is by a signed statement (RFC 7521 section 4.2, RFC 7523 section 2.2). */
public final class ClientAssertion {
  /** What kind of statement it is. */
  private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private static final Duration LIFE = Duration.ofSeconds(60);

  private ClientAssertion() {}

  /**
   * {@code private_key_jwt}: a new statement with every request, because a server takes each once.
   *
   * @param clientId issuer and subject
   * @param audience the authorization server's issuer, as one text
   */
  public static ClientAuthentication byKey(
      String clientId, String audience, ProviderContext context) {
    SigningKey key = ClientKey.of(context);
    RandomTokens random = new RandomTokens(new SecureRandom());
    return bearing(
        () -> {
          Instant now = context.clock().instant();
          try {
            return key.sign(
                "JWT",
                JsonText.PROVIDER
                    .createObjectBuilder()
                    .add("iss", clientId)
                    .add("sub", clientId)
                    .add("aud", audience)
                    .add("jti", random.next())
                    .add("iat", now.getEpochSecond())
                    .add("exp", now.plus(LIFE).getEpochSecond())
                    .build(),
                false);
          } catch (KeyUnusable e) {
            throw new AuthException.Misconfigured(
                ErrorCode.OAUTH_NOT_CONFIGURED,
                "The client key of the profile "
                    + context.profile().name()
                    + " cannot be used: "
                    + e.why()
                    + ".",
                "keyfob profile keygen " + context.profile().name(),
                e);
          }
        });
  }

  /**
   * A statement that somebody else has signed, such as a platform about its job. A form that says
   * what kind it is, as servers want that trust SPIFFE, keeps what it says.
   *
   * @param statement gives it, for each request
   */
  public static ClientAuthentication bearing(Supplier<String> statement) {
    return form -> {
      form.putIfAbsent("client_assertion_type", TYPE);
      form.put("client_assertion", statement.get());
      return Map.of();
    };
  }
}
