package dev.keyfob.auth.api.internal.profile;

import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.SameOrigin;
import dev.keyfob.auth.api.spi.support.SecureUri;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Where a service's credential may go beside its API: which variable, which hosts. */
public final class CredentialUse {
  private static final String HOSTS = "credentialHosts";
  private static final String USERNAME = "credentialUsername";

  private CredentialUse() {}

  /**
   * The environment variable in which programs of a service look for a credential: the first that
   * the profile names for its kind, else keyfob's own.
   *
   * @return empty if the only one is read as an API key, which the credential is not
   */
  public static Optional<String> variable(ServiceProfile profile, String type) {
    List<String> plugins = profile.environment().getOrDefault(type, List.of());
    if (!plugins.isEmpty()) {
      return Optional.of(plugins.getFirst());
    }
    boolean key = type.equals("api_key");
    String role = key ? ServiceProfile.API_KEY_ROLE : ServiceProfile.TOKEN_ROLE;
    // keyfob's own comes first in each list, see ProfileOverrides.
    List<String> names = profile.environment().getOrDefault(role, List.of());
    if (names.size() > 1) {
      return Optional.of(names.get(1));
    }
    boolean readAsKey = !key && !type.equals("pat") && profile.apiKey().isPresent();
    return readAsKey ? Optional.empty() : names.stream().findFirst();
  }

  /**
   * Whether a service's credential may go to an address: that of its API, or by https to a host
   * that the profile lists.
   */
  public static boolean allowedAt(ServiceProfile profile, URI target) {
    return profile.apiBaseUri().filter(api -> SameOrigin.of(api, target)).isPresent()
        || hosts(profile).stream().anyMatch(host -> isAt(host, target));
  }

  /** A host on this machine may be reached without TLS: nobody is on the way. */
  private static boolean isAt(URI host, URI target) {
    URI plain = URI.create("http://" + host.getRawAuthority());
    return SameOrigin.of(host, target)
        || (SecureUri.isSecure(plain) && SameOrigin.of(plain, target));
  }

  /** The hosts as origins; whoever reads the profile has checked them. */
  private static List<URI> hosts(ServiceProfile profile) {
    return fields(profile).texts(HOSTS).stream()
        .map(host -> URI.create("https://" + host))
        .toList();
  }

  /** The user name for programs that must have one beside the credential. */
  public static String username(ServiceProfile profile) {
    return fields(profile).text(USERNAME).orElse("oauth2");
  }

  private static JsonFields fields(ServiceProfile profile) {
    return JsonFields.of(
        profile.document(), problem -> ProfileReader.malformed(profile.name(), problem));
  }

  /** Refuses what is no host, or host and port, and what would be two lines of an answer. */
  static void check(JsonFields fields) {
    if (fields.text(USERNAME).filter(CredentialUse::isBroken).isPresent()) {
      throw fields.wrong(USERNAME, "a user name");
    }
    for (String host : fields.texts(HOSTS)) {
      if (!isHost(host)) {
        throw fields.wrong(HOSTS, "a list of hosts");
      }
    }
  }

  private static boolean isBroken(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static boolean isHost(String text) {
    try {
      URI origin = URI.create("https://" + text);
      return origin.getHost() != null && text.equals(origin.getRawAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
