package dev.keyfob.auth.oauth.dialect;

import dev.keyfob.auth.api.ServiceProfile;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which issuers speak for a profile's: itself and, where one authority stands for many tenants,
 * each of them by the name that their token claims in {@code tid} (a profile's {@code
 * issuerTemplate}). Immutable.
 *
 * @param issuer the profile's
 * @param template an issuer with {@code {tenantid}} in it; empty where there is only one
 */
public record IssuerRule(String issuer, Optional<String> template) {
  private static final String TENANT = "{tenantid}";
  private static final Pattern TENANT_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,127}");

  /** Reads a profile; {@code true} leaves it to the metadata to say how the tenants' are made. */
  public static IssuerRule of(ServiceProfile profile, String issuer) {
    JsonValue said =
        profile.document().get("oauth") instanceof JsonObject oauth
            ? oauth.get("issuerTemplate")
            : null;
    return new IssuerRule(issuer, template(said, issuer));
  }

  private static Optional<String> template(@Nullable JsonValue said, String issuer) {
    if (said instanceof JsonString text && text.getString().contains(TENANT)) {
      return Optional.of(text.getString());
    }
    return JsonValue.TRUE.equals(said) ? fromIssuer(issuer) : Optional.empty();
  }

  /** The first part of the path is where such an authority names a tenant, or all of them. */
  private static Optional<String> fromIssuer(String issuer) {
    int path = issuer.indexOf('/', issuer.indexOf("://") + 3);
    if (path < 0) {
      return Optional.empty();
    }
    int end = issuer.indexOf('/', path + 1);
    return Optional.of(
        issuer.substring(0, path + 1) + TENANT + (end < 0 ? "" : issuer.substring(end)));
  }

  /** Whether metadata of that issuer is the profile's issuer's. */
  public boolean isMetadata(String named) {
    return named.equals(issuer) || template.filter(named::equals).isPresent();
  }

  /**
   * Whether a token's {@code iss} is right. Google writes it with and without {@code https://}, and
   * documents both.
   */
  public boolean isTokenOf(JsonObject claims) {
    String named = text(claims, "iss");
    if (named.equals(issuer) || named.equals(issuer.replaceFirst("^https?://", ""))) {
      return true;
    }
    String tenant = text(claims, "tid");
    return TENANT_NAME.matcher(tenant).matches()
        && template.filter(form -> form.replace(TENANT, tenant).equals(named)).isPresent();
  }

  private static String text(JsonObject claims, String name) {
    return claims.get(name) instanceof JsonString text ? text.getString() : "";
  }
}
