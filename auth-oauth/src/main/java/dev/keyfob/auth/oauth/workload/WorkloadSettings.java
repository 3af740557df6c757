package dev.keyfob.auth.oauth.workload;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a profile has a token obtained without a login: {@code workload} or {@code via}, on its top
 * level or in its {@code oauth}.
 *
 * @param grant what is asked for the token by
 * @param source where the platform's statement about the job is; empty for {@link
 *     Grant#CLIENT_CREDENTIALS}, which needs none
 * @param audience whom the statement has to be for; empty if that does not matter
 * @param json whether the request is JSON; empty for what the profile does otherwise
 * @param parameters further members of the request; an empty one leaves out what would be sent
 * @param command the command of the source {@code command}
 * @param via the profile whose identity provider makes the statement, about a person; empty if a
 *     platform makes it about a job
 */
public record WorkloadSettings(
    Grant grant,
    Optional<String> source,
    Optional<String> audience,
    Optional<Boolean> json,
    Map<String, String> parameters,
    Optional<String> command,
    Optional<String> via) {
  private static final String WORKLOAD = "workload";
  private static final String VIA = "via";
  private static final String OAUTH = "oauth";

  /** How a token is asked for. */
  public enum Grant {
    /** The client itself (RFC 6749 section 4.4). */
    CLIENT_CREDENTIALS("client_credentials"),
    /** The same, where the statement shows who the client is (RFC 7523 section 2.2). */
    CLIENT_ASSERTION("client_credentials"),
    /** The statement is the grant (RFC 7523 section 2.1). */
    JWT_BEARER("urn:ietf:params:oauth:grant-type:jwt-bearer"),
    /** The statement is exchanged (RFC 8693). */
    TOKEN_EXCHANGE("urn:ietf:params:oauth:grant-type:token-exchange");

    private final String type;

    Grant(String type) {
      this.type = type;
    }

    /** The {@code grant_type}. */
    String type() {
      return type;
    }

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** Copies the map. */
  public WorkloadSettings {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads a profile.
   *
   * @return empty if it has no workload
   * @throws AuthException.Misconfigured if a field is wrong
   */
  public static Optional<WorkloadSettings> of(ServiceProfile profile) {
    Optional<String> via = via(profile);
    Optional<JsonObject> object = object(profile);
    if (via.isPresent() && object.isPresent()) {
      throw wrong(profile, "workload and via do not go together");
    }
    return object
        .map(settings -> read(profile, settings))
        .or(() -> via.map(WorkloadSettings::through));
  }

  /** The statement is an assertion about the person, and the grant. */
  private static WorkloadSettings through(String via) {
    return new WorkloadSettings(
        Grant.JWT_BEARER,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.of(via));
  }

  private static Optional<JsonObject> object(ServiceProfile profile) {
    return member(profile, WORKLOAD)
        .filter(JsonObject.class::isInstance)
        .map(JsonValue::asJsonObject);
  }

  private static Optional<String> via(ServiceProfile profile) {
    return member(profile, VIA)
        .map(
            value -> {
              if (value instanceof JsonString name && !name.getString().isBlank()) {
                return name.getString();
              }
              throw wrong(profile, "via is the name of a profile");
            });
  }

  private static Optional<JsonValue> member(ServiceProfile profile, String name) {
    JsonObject document = profile.document();
    return Optional.ofNullable(document.get(name))
        .or(
            () ->
                document.get(OAUTH) instanceof JsonObject oauth
                    ? Optional.ofNullable(oauth.get(name))
                    : Optional.empty());
  }

  private static WorkloadSettings read(ServiceProfile profile, JsonObject object) {
    JsonFields fields = JsonFields.of(object, problem -> wrong(profile, "workload: " + problem));
    Optional<String> source = fields.text("source");
    Grant grant = grant(profile, fields.text("grant"), source.isPresent());
    if (grant != Grant.CLIENT_CREDENTIALS && source.isEmpty()) {
      throw wrong(profile, "workload.grant " + grant + " needs a workload.source");
    }
    Optional<Boolean> json =
        fields
            .text("body")
            .map(
                body ->
                    switch (body) {
                      case "json" -> true;
                      case "form" -> false;
                      default -> throw wrong(profile, "workload.body is form or json");
                    });
    return new WorkloadSettings(
        grant,
        source,
        fields.text("audience"),
        json,
        parameters(fields),
        fields.text("command"),
        Optional.empty());
  }

  private static Grant grant(ServiceProfile profile, Optional<String> name, boolean hasSource) {
    if (name.isEmpty() && !hasSource) {
      return Grant.CLIENT_CREDENTIALS;
    }
    String known = name.orElse("").replace('_', '-');
    for (Grant grant : Grant.values()) {
      if (grant.toString().equals(known)
          || (grant != Grant.CLIENT_ASSERTION && grant.type().equals(name.orElse("")))) {
        return grant;
      }
    }
    throw wrong(
        profile,
        "workload.grant is client_credentials, client_assertion, jwt-bearer or token-exchange");
  }

  private static Map<String, String> parameters(JsonFields fields) {
    Map<String, String> parameters = new LinkedHashMap<>();
    fields
        .object("parameters")
        .ifPresent(
            inner ->
                inner
                    .object()
                    .forEach(
                        (name, value) ->
                            parameters.put(
                                name,
                                value instanceof JsonString text
                                    ? text.getString()
                                    : value.toString())));
    return parameters;
  }

  /** The chain from the source to the token, for people. */
  public String chain(ServiceProfile profile) {
    String to =
        profile
            .oauth()
            .flatMap(oauth -> oauth.issuer().or(oauth::tokenEndpoint))
            .map(URI::toString)
            .orElse(profile.displayName());
    String from =
        via.map(name -> "session of " + name + " -> identity assertion")
            .or(() -> source.map(name -> name.startsWith("command") ? "command" : name))
            .orElse("client");
    return from
        + audience.map(whom -> " (for " + whom + ")").orElse("")
        + " -> "
        + grant
        + " -> "
        + to;
  }

  /**
   * Tells tokens that were obtained by these settings from those by others. Nothing secret goes
   * into it.
   */
  public String fingerprint(ServiceProfile profile) {
    OAuthSettings oauth = profile.oauth().orElseGet(() -> OAuthSettings.builder().build());
    String all =
        object(profile).map(JsonText::compact).or(() -> via).orElse("")
            + profile.apiBaseUri()
            + oauth.issuer()
            + oauth.tokenEndpoint()
            + oauth.clientId()
            + oauth.scopes();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return grant + ":" + HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  static AuthException wrong(ServiceProfile profile, String problem) {
    return new AuthException.Misconfigured(
        ErrorCode.OAUTH_NOT_CONFIGURED,
        "The profile " + profile.name() + " is malformed: " + problem + ".",
        "keyfob profile show " + profile.name(),
        null);
  }
}
