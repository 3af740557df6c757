package dev.keyfob.auth.api.internal.login;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.login.Organizations.Listed;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.ChosenOrganization;
import dev.keyfob.auth.api.spi.CredentialProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What organization a login is for. The one that was chosen before stays if the service still lists
 * it; a person is asked where there are several, and where there is no person it is the first.
 *
 * @param name the organization; empty if there is none to choose
 * @param problem why the service could not be asked
 */
record OrganizationChoice(Optional<String> name, Optional<AuthException> problem) {
  static final OrganizationChoice NONE = new OrganizationChoice(Optional.empty(), Optional.empty());

  /** Chooses. Blocks for the service and the person. */
  static OrganizationChoice at(
      Account account, CredentialProvider provider, Credential credential) {
    if (!Organizations.has(account.profile())
        || ChosenOrganization.named(account.profile()).isPresent()) {
      return NONE; // the environment, or whoever wrote the profile, has chosen
    }
    List<Listed> listed;
    try {
      listed = Organizations.list(account, provider, credential);
    } catch (AuthException.Cancelled e) {
      throw e;
    } catch (AuthException e) {
      return new OrganizationChoice(Optional.empty(), Optional.of(e));
    }
    return new OrganizationChoice(choose(account, listed), Optional.empty());
  }

  private static Optional<String> choose(Account account, List<Listed> listed) {
    Optional<String> before = before(account);
    if (listed.isEmpty()) {
      account
          .context()
          .notices()
          .warn(account.profile().displayName() + " lists no organization of this account.");
      return Optional.empty();
    }
    if (before.isPresent() && listed.stream().anyMatch(o -> o.name().equals(before.get()))) {
      return before;
    }
    Interaction person = account.context().interaction();
    if (listed.size() > 1 && person.interactive()) {
      int index =
          person.choose(
              "Which organization of " + account.profile().displayName() + "?",
              listed.stream().map(OrganizationChoice::label).toList());
      return Optional.of(listed.get(index).name());
    }
    if (listed.size() > 1) {
      account
          .context()
          .notices()
          .warn(
              "Of several organizations, "
                  + listed.getFirst().name()
                  + " is used. To change that: "
                  + account.key().command("account use")
                  + " --organization NAME, one of "
                  + names(listed)
                  + ".");
    }
    return Optional.of(listed.getFirst().name());
  }

  private static String label(Listed listed) {
    return listed.label().equals(listed.name())
        ? listed.name()
        : listed.label() + " (" + listed.name() + ")";
  }

  static String names(List<Listed> listed) {
    return listed.stream().map(Listed::name).collect(Collectors.joining(", "));
  }

  /** A damaged document, which the login heals, says nothing. */
  private static Optional<String> before(Account account) {
    try {
      return account.store().find(account.key()).flatMap(ChosenOrganization::in);
    } catch (AuthException e) {
      return Optional.empty();
    }
  }

  /** The account as it is asked who it belongs to. */
  Account in(Account account) {
    return name.map(chosen -> ChosenOrganization.in(account, chosen)).orElse(account);
  }

  /** The document with the choice in it. */
  CredentialDocument in(CredentialDocument document) {
    return name.map(chosen -> ChosenOrganization.put(document, chosen)).orElse(document);
  }

  /**
   * Sees to it that who one is can be asked.
   *
   * @throws AuthException why there is no organization, where the path of that question needs one
   */
  void requireFor(ServiceProfile profile) {
    if (problem.isPresent() && ChosenOrganization.identifies(profile)) {
      throw problem.get();
    }
  }

  /** What stands in the way of the identity, and a rejected credential, are said there. */
  void tellProblem(Account account) {
    problem
        .filter(
            e ->
                e.code() != ErrorCode.INVALID_CREDENTIAL
                    && !ChosenOrganization.identifies(account.profile()))
        .ifPresent(
            e -> account.context().notices().warn("No organization is chosen: " + e.getMessage()));
  }
}
