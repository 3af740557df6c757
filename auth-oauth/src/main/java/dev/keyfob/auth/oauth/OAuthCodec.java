package dev.keyfob.auth.oauth;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.client.RegisteredClient;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import dev.keyfob.auth.oauth.session.SessionDetails;
import dev.keyfob.auth.oauth.token.TokenLifetime;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a session, which other tools read and write as well. Every {@code keyfob
 * token} passes through here, so it loads nothing beyond the JSON parser.
 */
final class OAuthCodec {
  private static final String ACCESS_TOKEN = "access_token";
  private static final String REFRESH_TOKEN = "refresh_token";
  private static final String ID_TOKEN = "id_token";
  private static final String ISSUED_AT = "issued_at";
  private static final String EXPIRES_AT = "expires_at";
  private static final String SCOPE = "scope";
  private static final String TOKEN_TYPE = "token_type";
  private static final String ISSUER = "issuer";
  private static final String CLIENT_ID = "client_id";
  private static final String REFRESH_EXPIRES_AT = "refresh_expires_at";
  private static final String API_BASE_URI = "api_base_uri";
  private static final String GRANT = "grant";
  private static final String DPOP_KEY = "dpop_key";
  private static final List<String> OWN_KEYS =
      List.of(
          ACCESS_TOKEN,
          REFRESH_TOKEN,
          ID_TOKEN,
          ISSUED_AT,
          EXPIRES_AT,
          SCOPE,
          TOKEN_TYPE,
          ISSUER,
          CLIENT_ID,
          OAuthCredential.DEAD_SINCE,
          OAuthCredential.CLIENT,
          REFRESH_EXPIRES_AT,
          API_BASE_URI,
          GRANT,
          DPOP_KEY);

  /** Above this a number of seconds would be past the year 5000, so it is milliseconds. */
  private static final long MAX_SECONDS = 100_000_000_000L;

  private OAuthCodec() {}

  static OAuthCredential decode(JsonValue entry) {
    if (entry instanceof JsonString legacy && !legacy.getString().isBlank()) {
      return legacy(usable(Secret.of(legacy.getString().strip())));
    }
    if (!(entry instanceof JsonObject object)) {
      throw corrupt("it is neither an object nor a token");
    }
    JsonFields fields = JsonFields.of(object, OAuthCodec::corrupt);
    return new OAuthCredential(
        usable(
            fields.secret(ACCESS_TOKEN).orElseThrow(() -> corrupt(ACCESS_TOKEN + " is missing"))),
        fields.secret(REFRESH_TOKEN),
        fields.secret(ID_TOKEN),
        fields.instant(ISSUED_AT),
        expiresAt(fields).or(() -> endOf(fields)),
        fields.text(SCOPE),
        fields.text(TOKEN_TYPE),
        fields.text(ISSUER),
        fields.text(CLIENT_ID),
        fields.instant(OAuthCredential.DEAD_SINCE),
        fields
            .object(OAuthCredential.CLIENT)
            .map(client -> RegisteredClient.of(client.object(), OAuthCodec::corrupt)),
        new SessionDetails(
            fields.instant(REFRESH_EXPIRES_AT),
            fields.uri(API_BASE_URI),
            fields.text(GRANT),
            fields.object(DPOP_KEY).map(key -> Secret.of(JsonText.compact(key.object())))));
  }

  static JsonObject encode(OAuthCredential session, @Nullable JsonValue previous) {
    JsonObjectBuilder entry = JsonText.PROVIDER.createObjectBuilder();
    if (previous instanceof JsonObject object) {
      object.forEach(
          (name, value) -> {
            if (!OWN_KEYS.contains(name)) {
              entry.add(name, value);
            }
          });
    }
    entry.add(ACCESS_TOKEN, session.accessToken().reveal());
    session.refreshToken().ifPresent(token -> entry.add(REFRESH_TOKEN, token.reveal()));
    session.idToken().ifPresent(token -> entry.add(ID_TOKEN, token.reveal()));
    session.issuedAt().ifPresent(at -> entry.add(ISSUED_AT, at.toString()));
    session.expiresAt().ifPresent(at -> entry.add(EXPIRES_AT, at.toString()));
    session.scope().ifPresent(scope -> entry.add(SCOPE, scope));
    session.tokenType().ifPresent(type -> entry.add(TOKEN_TYPE, type));
    session.issuer().ifPresent(issuer -> entry.add(ISSUER, issuer));
    session.clientId().ifPresent(id -> entry.add(CLIENT_ID, id));
    session.deadSince().ifPresent(at -> entry.add(OAuthCredential.DEAD_SINCE, at.toString()));
    session.client().ifPresent(client -> entry.add(OAuthCredential.CLIENT, client.toJson()));
    session
        .details()
        .refreshExpiresAt()
        .ifPresent(at -> entry.add(REFRESH_EXPIRES_AT, at.toString()));
    session.details().apiBaseUri().ifPresent(uri -> entry.add(API_BASE_URI, uri.toString()));
    session.details().grant().ifPresent(grant -> entry.add(GRANT, grant));
    session
        .details()
        .dpopKey()
        .ifPresent(key -> entry.add(DPOP_KEY, JsonText.parseObject(key.reveal())));
    return entry.build();
  }

  /**
   * A raw access token, as older tools store it. Its expiry is unknown, so it counts as expired
   * when it is used.
   */
  private static OAuthCredential legacy(Secret accessToken) {
    return new OAuthCredential(
        accessToken,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(RenewableCredential.UNKNOWN_END),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        SessionDetails.NONE);
  }

  /** A line break in a token would let it break out of the line that {@code token} prints. */
  private static Secret usable(Secret accessToken) {
    if (!accessToken.isHeaderSafe()) {
      throw corrupt(ACCESS_TOKEN + " holds blanks or characters outside ASCII");
    }
    return accessToken;
  }

  private static Optional<Instant> expiresAt(JsonFields fields) {
    if (fields.object().get(EXPIRES_AT) instanceof JsonNumber number) {
      // some tools write Unix time, in seconds or in milliseconds
      long value = (long) Math.clamp(number.doubleValue(), 0, 1e15);
      return Optional.of(
          value > MAX_SECONDS ? Instant.ofEpochMilli(value) : Instant.ofEpochSecond(value));
    }
    return fields.instant(EXPIRES_AT);
  }

  /** A tool that does not write the end down leaves it to what the token itself says. */
  private static Optional<Instant> endOf(JsonFields fields) {
    return fields.secret(ACCESS_TOKEN).flatMap(TokenLifetime::endOfToken);
  }

  private static AuthException corrupt(String problem) {
    return new AuthException.StoreCorrupt(
        "The stored session (oauth) cannot be understood: " + problem + ".", "keyfob login", null);
  }
}
