package dev.keyfob.auth.oauth.dialect;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.SecureUri;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a profile's {@code oauth} says of a provider that speaks OAuth 2 in its own way, and of the
 * parameters that some providers need besides. A profile that says nothing gets the protocol as the
 * RFCs have it. Immutable.
 *
 * @param pkce whether RFC 7636 is used; without it only {@code state} ties an answer to its login
 * @param nonce whether a {@code nonce} is sent (OpenID Connect Core section 3.1.2.1)
 * @param tokenParameters further members of every token request; {@code {state}} stands for the
 *     login's state
 * @param deviceParameters further parameters of the device authorization request (RFC 8628)
 * @param tokenBody how token and revocation requests are written
 * @param scopeSeparator what stands between two scopes in a request
 * @param refreshEndpoint where renewals go; empty if to the token endpoint
 * @param tokenPath where in a token answer the tokens are, names with dots between them
 * @param trustedAudiences who may be in an ID token's audience beside this client
 * @param metadataUri where the metadata is, if not below the issuer
 * @param redirectUri a page of the provider that shows the code, which the person pastes here
 * @param bearerRevocation whether a session is ended by a POST with the token as its credential
 * @param apiBaseField the member of a token answer that gives the API's address
 * @param audience whom the access token is for, as some providers want it named
 * @param resource whom the access token is for (RFC 8707)
 * @param prompt what the provider shall ask (OpenID Connect Core section 3.1.2.1)
 * @param loginHint who is about to log in (OpenID Connect Core section 3.1.2.1)
 */
public record ProviderDialect(
    boolean pkce,
    boolean nonce,
    Map<String, String> tokenParameters,
    Map<String, String> deviceParameters,
    BodyFormat tokenBody,
    String scopeSeparator,
    Optional<URI> refreshEndpoint,
    Optional<String> tokenPath,
    List<String> trustedAudiences,
    Optional<URI> metadataUri,
    Optional<URI> redirectUri,
    boolean bearerRevocation,
    Optional<String> apiBaseField,
    Optional<String> audience,
    Optional<String> resource,
    Optional<String> prompt,
    Optional<String> loginHint) {
  private static final String STATE = "{state}";

  /** Copies the collections. */
  public ProviderDialect {
    tokenParameters = Map.copyOf(tokenParameters);
    deviceParameters = Map.copyOf(deviceParameters);
    trustedAudiences = List.copyOf(trustedAudiences);
  }

  /**
   * Reads a profile.
   *
   * @throws AuthException.Misconfigured if a field is wrong
   */
  public static ProviderDialect of(ServiceProfile profile) {
    JsonFields oauth = JsonFields.of(profile).objectOrEmpty("oauth");
    return new ProviderDialect(
        onUnlessSaid(oauth, "pkce"),
        onUnlessSaid(oauth, "nonce"),
        texts(oauth, "tokenParameters"),
        texts(oauth, "deviceParameters"),
        choice(oauth, "tokenBody", "form", "json") ? BodyFormat.JSON : BodyFormat.FORM,
        separator(oauth),
        address(oauth, "refreshEndpoint"),
        oauth.text("tokenPath"),
        oauth.texts("trustedAudiences"),
        address(oauth, "metadataUri"),
        address(oauth, "redirectUri"),
        choice(oauth, "revocation", "rfc7009", "bearer"),
        oauth.text("apiBaseField").or(() -> topLevel(profile, "apiBaseField")),
        oauth.text("audience"),
        oauth.text("resource"),
        oauth.text("prompt"),
        oauth.text("loginHint"));
  }

  /** The scopes as they stand in a request. */
  public String join(List<String> scopes) {
    return String.join(scopeSeparator, scopes);
  }

  /**
   * The further members of one token request.
   *
   * @param state the login's state; empty where there is none, and with it whatever needs it
   */
  public Map<String, String> tokenParameters(Optional<String> state) {
    Map<String, String> parameters = new LinkedHashMap<>();
    tokenParameters.forEach(
        (name, value) -> {
          if (!value.contains(STATE)) {
            parameters.put(name, value);
          } else {
            state.ifPresent(known -> parameters.put(name, value.replace(STATE, known)));
          }
        });
    resource.ifPresent(target -> parameters.put("resource", target));
    return parameters;
  }

  /** What a request for a grant says of the target and the person, in every flow. */
  public Map<String, String> grantParameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    audience.ifPresent(target -> parameters.put("audience", target));
    resource.ifPresent(target -> parameters.put("resource", target));
    prompt.ifPresent(what -> parameters.put("prompt", what));
    loginHint.ifPresent(who -> parameters.put("login_hint", who));
    return parameters;
  }

  private static Optional<String> topLevel(ServiceProfile profile, String name) {
    return JsonFields.of(profile).text(name);
  }

  private static boolean onUnlessSaid(JsonFields oauth, String name) {
    return !oauth.object().containsKey(name) || oauth.flag(name);
  }

  /** Whether it is the second of two. */
  private static boolean choice(JsonFields oauth, String name, String first, String second) {
    String chosen = oauth.text(name).orElse(first);
    if (!chosen.equals(first) && !chosen.equals(second)) {
      throw oauth.wrong(name, first + " or " + second);
    }
    return chosen.equals(second);
  }

  /** Not {@code text}, for which a blank is nothing. */
  private static String separator(JsonFields oauth) {
    String separator = oauth.object().getString("scopeSeparator", " ");
    if (separator.isEmpty()) {
      throw oauth.wrong("scopeSeparator", "what stands between two scopes");
    }
    return separator;
  }

  /** An address, or a path below {@code endpointBaseUri}; nobody on the way can read along. */
  private static Optional<URI> address(JsonFields oauth, String name) {
    Optional<URI> address =
        oauth.text(name).filter(text -> text.startsWith("/")).isPresent()
            ? oauth
                .uri("endpointBaseUri")
                .map(base -> base.toString().replaceAll("/+$", "") + oauth.text(name).orElseThrow())
                .map(URI::create)
            : oauth.uri(name);
    if (address.isPresent() && !SecureUri.isSecure(address.get())) {
      throw oauth.wrong(name, "an https address");
    }
    return address;
  }

  private static Map<String, String> texts(JsonFields oauth, String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    oauth
        .object(name)
        .ifPresent(
            fields ->
                fields
                    .object()
                    .keySet()
                    .forEach(key -> texts.put(key, fields.text(key).orElse(""))));
    return texts;
  }
}
