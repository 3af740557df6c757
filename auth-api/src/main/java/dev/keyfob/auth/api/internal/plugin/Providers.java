package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.CredentialProvider;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;

/** The providers by credential type. Safe for use by many threads. */
public final class Providers {
  private static final String API_KEY = "api_key";
  private static final String PAT = "pat";
  private static final List<String> USUAL_ORDER = List.of(API_KEY, PAT, "oauth");
  private static final Set<String> PROFILE_FIELDS_THAT_ARE_OBJECTS =
      Set.of("environment", "apiKey", "pat", "oauth", "settings", "organization");

  private final Extensions<CredentialProvider> extensions;

  public Providers(PluginLayers plugins, Notices notices) {
    extensions =
        new Extensions<>(
            CredentialProvider.class,
            ServiceLoader.load(CredentialProvider.class, CredentialProvider.class.getClassLoader()),
            CredentialProvider::type,
            plugins,
            notices);
  }

  /**
   * The provider of a type.
   *
   * @throws AuthException.Misconfigured if there is none
   */
  public CredentialProvider get(String type) {
    return extensions
        .find(type)
        .orElseThrow(
            () ->
                new AuthException.Misconfigured(
                    ErrorCode.PLUGIN_ERROR,
                    "Nothing here knows credentials of the type " + type + ".",
                    "keyfob plugins",
                    null));
  }

  /** Every provider, the usual three first. */
  public List<CredentialProvider> all() {
    List<CredentialProvider> all = new ArrayList<>(extensions.all());
    all.sort(
        java.util.Comparator.comparingInt(
            provider -> {
              int index = USUAL_ORDER.indexOf(provider.type());
              return index < 0 ? USUAL_ORDER.size() : index;
            }));
    return all;
  }

  /** The providers for a service, in the order of the picker. */
  public List<CredentialProvider> forProfile(ServiceProfile profile) {
    return Stream.concat(USUAL_ORDER.stream(), pluginTypes(profile).stream())
        .map(this::get)
        .filter(provider -> !provider.methods(profile).isEmpty())
        .toList();
  }

  /** The providers to ask about an environment variable, by its role in the profile. */
  public List<CredentialProvider> forEnvironment(String role) {
    return switch (role) {
      case ServiceProfile.API_KEY_ROLE -> List.of(get(API_KEY));
      case ServiceProfile.TOKEN_ROLE -> List.of(get(PAT), get(API_KEY));
      default -> List.of(get(role));
    };
  }

  /**
   * The plugins' types that a profile uses: the objects in it that carry a plugin's type as their
   * name. A profile without such an object costs no look into the plugin folder.
   */
  public List<String> pluginTypes(ServiceProfile profile) {
    List<String> types = new ArrayList<>();
    profile
        .document()
        .forEach(
            (name, value) -> {
              if (value instanceof JsonObject
                  && !PROFILE_FIELDS_THAT_ARE_OBJECTS.contains(name)
                  && extensions.find(name).isPresent()) {
                types.add(name);
              }
            });
    return types;
  }
}
