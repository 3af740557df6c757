package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.profile.ProfileOverrides;
import dev.keyfob.auth.api.internal.profile.ProfileReader;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonString;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The organization that an account works for, which stands in paths as {@code {organization}}: what
 * the environment says, else what was chosen for the account and is kept in its document, else what
 * the profile names.
 */
public final class ChosenOrganization {
  private static final String FIELD = "organization";
  private static final String LISTED = "organizations";

  private ChosenOrganization() {}

  /** What a document says; empty if none was chosen. */
  public static Optional<String> in(CredentialDocument document) {
    return document.json().get(FIELD) instanceof JsonString name
        ? Optional.of(name.getString().strip()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  /** The document with another choice. */
  public static CredentialDocument put(CredentialDocument document, String name) {
    return document.with(FIELD, JsonText.PROVIDER.createValue(name));
  }

  /** Whether the environment says it, so that a choice changes nothing. */
  public static Optional<String> variable(ServiceProfile profile, Map<String, String> environment) {
    return Optional.ofNullable(
        ProfileOverrides.applied(profile.name(), profile.document(), environment).get(FIELD));
  }

  /**
   * The organization in use.
   *
   * @param stored whether the account's document is in use anyway, and not only variables
   * @return the name; empty if there is none
   */
  public static Optional<String> of(Account account, boolean stored) {
    ServiceProfile profile = account.profile();
    return stored || profile.document().containsKey(LISTED) || profile.document().containsKey(FIELD)
        ? named(
            complete(
                profile,
                () -> account.store().find(account.key()),
                account.context().environment()))
        : Optional.empty();
  }

  /** What a profile names. */
  public static Optional<String> named(ServiceProfile profile) {
    return Optional.of(profile.document().getString(FIELD, "").strip())
        .filter(text -> !text.isEmpty());
  }

  /**
   * The profile with the account's organization in it.
   *
   * @param stored reads the account's document
   * @throws AuthException if it cannot be read
   */
  public static ServiceProfile complete(
      ServiceProfile profile,
      Supplier<Optional<CredentialDocument>> stored,
      Map<String, String> environment) {
    return variable(profile, environment).isPresent()
        ? profile
        : stored
            .get()
            .flatMap(ChosenOrganization::in)
            .map(name -> with(profile, name))
            .orElse(profile);
  }

  /** Whether the question who one is needs one. Every command asks this: no lambda. */
  public static boolean identifies(ServiceProfile profile) {
    Optional<String> path = profile.identityPath();
    return path.isPresent() && path.get().contains(ServiceProfile.ORGANIZATION_PLACEHOLDER);
  }

  /** An account that works for an organization. */
  public static Account in(Account account, String name) {
    ServiceProfile profile = with(account.profile(), name);
    return new Account(
        profile, account.key(), account.store(), account.context().withProfile(profile));
  }

  private static ServiceProfile with(ServiceProfile profile, String name) {
    return ProfileReader.read(
        profile.name(),
        JsonText.PROVIDER.createObjectBuilder(profile.document()).add(FIELD, name).build(),
        profile.name());
  }
}
