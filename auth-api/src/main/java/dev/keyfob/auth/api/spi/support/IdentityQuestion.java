package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.ServiceProfile;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a service wants to be asked who a credential belongs to.
 *
 * @param method GET, or POST without a body
 * @param headers what every such request needs, such as the version of an API
 */
record IdentityQuestion(String method, Map<String, String> headers) {
  /** The question that a profile puts to an address. */
  static IdentityQuestion of(ServiceProfile profile, URI target) {
    JsonFields fields = JsonFields.of(profile);
    Map<String, String> headers = new LinkedHashMap<>();
    if (profile.apiBaseUri().filter(api -> SameOrigin.of(api, target)).isPresent()) {
      fields
          .object("identityHeaders")
          .ifPresent(
              listed ->
                  listed
                      .object()
                      .keySet()
                      .forEach(name -> headers.put(name, listed.text(name).orElse(""))));
    }
    Optional<String> method = fields.text("identityMethod");
    if (method.filter(verb -> !verb.equals("GET") && !verb.equals("POST")).isPresent()) {
      throw fields.wrong("identityMethod", "GET or POST");
    }
    return new IdentityQuestion(
        isIdentity(profile, target) ? method.orElse("GET") : "GET", headers);
  }

  /** As long as no organization is chosen, a path that needs one is not the one that is asked. */
  private static boolean isIdentity(ServiceProfile profile, URI target) {
    return profile.apiBaseUri().isPresent()
        && profile
            .identityPath()
            .filter(
                path ->
                    !path.contains(ServiceProfile.ORGANIZATION_PLACEHOLDER)
                        || profile.document().containsKey("organization"))
            .map(profile::resolve)
            .filter(target::equals)
            .isPresent();
  }
}
