package dev.keyfob.auth.oauth;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.HostUri;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.HttpAnswer;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.SecureUri;
import dev.keyfob.auth.oauth.protocol.JwtPayload;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Claims that userinfo does not make itself: those that another party has signed and that came
 * along, and those that are to be fetched from there (OpenID Connect Core section 5.6.2). Only what
 * the profile wants to know is looked up, and a source that gives nothing is no failure.
 *
 * <p>The other party's keys are not known here, so that its signature is not checked: the identity
 * provider answers for what it hands on and for whom it names, over its own connection. Nothing of
 * it says who the person is.
 */
final class ClaimSources {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MAX_SOURCES = 4;

  /** What is wanted where the profile does not say. */
  private static final List<String> USUAL = List.of("email", "name", "preferred_username");

  private final URI userinfo;
  private final ProviderContext context;

  /**
   * The sources of one answer.
   *
   * @param userinfo where it came from
   */
  ClaimSources(URI userinfo, ProviderContext context) {
    this.userinfo = userinfo;
    this.context = context;
  }

  /** The answer with the wanted claims in it. Blocks for five seconds for each source. */
  JsonObject complete(JsonObject user) {
    if (!(user.get("_claim_names") instanceof JsonObject names)
        || !(user.get("_claim_sources") instanceof JsonObject sources)) {
      return user;
    }
    JsonObjectBuilder complete = JsonText.PROVIDER.createObjectBuilder(user);
    wanted(user, names).entrySet().stream()
        .limit(MAX_SOURCES)
        .forEach(
            wanted -> {
              JsonObject found = claims(sources.get(wanted.getKey()));
              wanted.getValue().stream()
                  .filter(found::containsKey)
                  .forEach(claim -> complete.add(claim, found.get(claim)));
            });
    return complete.build();
  }

  /** The claims to ask each source for; never one that the answer has itself, nor whose it is. */
  private Map<String, Set<String>> wanted(JsonObject user, JsonObject names) {
    List<String> fields = context.profile().identityFields();
    Map<String, Set<String>> wanted = new LinkedHashMap<>();
    for (String field : fields.isEmpty() ? USUAL : fields) {
      String claim = field.split("\\.", 2)[0];
      if (names.get(claim) instanceof JsonString source
          && !user.containsKey(claim)
          && !claim.equals("sub")) {
        wanted.computeIfAbsent(source.getString(), _ -> new TreeSet<>()).add(claim);
      }
    }
    return wanted;
  }

  private JsonObject claims(@Nullable JsonValue source) {
    if (!(source instanceof JsonObject place)) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    Optional<Secret> statement =
        place.get("JWT") instanceof JsonString text ? secret(text.getString()) : fetched(place);
    return statement.flatMap(JwtPayload::read).orElse(JsonValue.EMPTY_JSON_OBJECT);
  }

  private Optional<Secret> fetched(JsonObject place) {
    try {
      URI endpoint = HostUri.of(place.getString("endpoint", ""));
      if (!isAllowed(endpoint)) {
        return nothing("may not be asked at " + endpoint.getScheme() + "://" + endpoint.getHost());
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(endpoint).header("Accept", "application/jwt");
      secret(place.getString("access_token", ""))
          .filter(Secret::isHeaderSafe)
          .ifPresent(
              token ->
                  request.header("Authorization", OAuthCredential.BEARER + " " + token.reveal()));
      HttpAnswer answer = context.http().send(request.build(), LIMIT);
      return answer.ok()
          ? secret(new String(answer.body(), StandardCharsets.US_ASCII).strip())
          : nothing("answers with HTTP " + answer.status());
    } catch (IllegalArgumentException e) {
      return nothing("has no address");
    } catch (AuthException.Transient | AuthException.Protocol e) {
      return nothing("gives nothing: " + e.getMessage());
    }
  }

  private static Optional<Secret> secret(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Secret.of(text));
  }

  /** Nobody but the identity provider's own site may send keyfob to a program on this machine. */
  private boolean isAllowed(URI endpoint) {
    return SecureUri.isSecure(endpoint)
        && ("https".equalsIgnoreCase(endpoint.getScheme())
            || Objects.equals(endpoint.getRawAuthority(), userinfo.getRawAuthority()));
  }

  private Optional<Secret> nothing(String why) {
    context.notices().trace(() -> "a source of claims " + why);
    return Optional.empty();
  }
}
