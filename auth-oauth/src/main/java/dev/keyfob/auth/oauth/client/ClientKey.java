package dev.keyfob.auth.oauth.client;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.jose.KeyReader;
import dev.keyfob.auth.oauth.jose.KeyUnusable;
import dev.keyfob.auth.oauth.jose.SigningKey;
import dev.keyfob.auth.oauth.source.TextSource;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * The private key that a client shows who it is with: {@code oauth.clientKey}, by {@code file:},
 * {@code env:}, {@code command:}, or {@code store:} with the id of a store, such as the keychain.
 */
public final class ClientKey {
  private static final String STORE = "store:";

  private ClientKey() {}

  /**
   * Reads the key; blocks for the place where it is.
   *
   * @throws AuthException.Misconfigured if there is none, or it cannot be used
   */
  public static SigningKey of(ProviderContext context) {
    JsonFields oauth = fields(context);
    String place =
        oauth
            .text("clientKey")
            .orElseThrow(
                () ->
                    unusable(
                        context,
                        "names the client authentication private_key_jwt but no clientKey"));
    Secret text =
        read(place, context)
            .orElseThrow(
                () -> unusable(context, "has a client key where nothing is: " + shown(place)));
    try {
      return KeyReader.read(text, oauth.text("clientKeyAlgorithm"))
          .named(oauth.text("clientKeyId"));
    } catch (KeyUnusable e) {
      throw unusable(context, "has a client key that cannot be used: " + e.why());
    }
  }

  private static Optional<Secret> read(String place, ProviderContext context) {
    if (place.startsWith(STORE)) {
      return context
          .clientKey(place.substring(STORE.length()))
          .filter(JsonObject.class::isInstance)
          .map(key -> Secret.of(JsonText.compact(key)));
    }
    return TextSource.of(place)
        .orElseThrow(
            () ->
                unusable(
                    context,
                    "has a clientKey that is none of file:PATH, env:NAME, command:LINE and"
                        + " store:keychain"))
        .read(context);
  }

  private static String shown(String place) {
    return TextSource.of(place).map(TextSource::toString).orElse(place);
  }

  private static JsonFields fields(ProviderContext context) {
    JsonFields profile =
        JsonFields.of(context.profile().document(), problem -> unusable(context, problem));
    return profile
        .object("oauth")
        .orElseGet(
            () ->
                JsonFields.of(JsonValue.EMPTY_JSON_OBJECT, problem -> unusable(context, problem)));
  }

  private static AuthException unusable(ProviderContext context, String problem) {
    String name = context.profile().name();
    return new AuthException.Misconfigured(
        ErrorCode.OAUTH_NOT_CONFIGURED,
        "The profile " + name + " " + problem + ".",
        "keyfob profile keygen " + name,
        null);
  }
}
