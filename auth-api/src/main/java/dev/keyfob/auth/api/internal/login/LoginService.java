package dev.keyfob.auth.api.internal.login;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.LoginReport;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.resolve.CredentialResolver;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.IdentityFields;
import dev.keyfob.auth.api.internal.store.OtherCopies;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.LoginOutcome;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Logs in: obtain, verify, then store. Whatever fails after a session was issued withdraws it, so
 * that nothing is left behind that nobody knows of. The account's lock is not held while a person
 * is thinking.
 */
public final class LoginService {
  private final Providers providers;
  private final CredentialResolver resolver;
  private final CredentialWriter writer;
  private final SamePerson samePerson;

  LoginService(Providers providers, CredentialResolver resolver, CredentialWriter writer) {
    this(providers, resolver, writer, SamePerson.NOBODY);
  }

  public LoginService(
      Providers providers,
      CredentialResolver resolver,
      CredentialWriter writer,
      SamePerson samePerson) {
    this.providers = providers;
    this.resolver = resolver;
    this.writer = writer;
    this.samePerson = samePerson;
  }

  /**
   * The provider of a login method.
   *
   * @throws AuthException.Misconfigured if the service does not offer it
   */
  public CredentialProvider provider(ServiceProfile profile, LoginRequest request) {
    String method = request.method().orElse("");
    return providers.forProfile(profile).stream()
        .filter(provider -> provider.methods(profile).stream().anyMatch(m -> m.id().equals(method)))
        .findFirst()
        .orElseThrow(
            () ->
                AuthException.usage(
                    profile.displayName() + " does not support login by " + method + ".",
                    offered(profile, request)));
  }

  private String offered(ServiceProfile profile, LoginRequest request) {
    List<String> commands =
        providers.forProfile(profile).stream()
            .flatMap(provider -> provider.methods(profile).stream())
            .map(method -> request.key().loginCommand(method))
            .toList();
    return commands.isEmpty()
        ? "keyfob profile show " + profile.name()
        : String.join(", or ", commands);
  }

  /**
   * Logs in to an account whose store answers.
   *
   * @param elsewhere tells where else the account's document is or may be
   * @param provider what {@link #provider} gave
   */
  public LoginReport login(
      Account account,
      Supplier<OtherCopies> elsewhere,
      CredentialProvider provider,
      LoginRequest request) {
    account.store().requireWritable(account.key());
    LoginOutcome outcome = provider.login(request, account.context());
    return keepOrWithdraw(account, elsewhere, provider, outcome, request.verify());
  }

  /** Verifies and stores what a login has brought; a session that this fails for is withdrawn. */
  LoginReport keepOrWithdraw(
      Account account,
      Supplier<OtherCopies> elsewhere,
      CredentialProvider provider,
      LoginOutcome outcome,
      boolean verify) {
    boolean kept = false;
    try {
      LoginReport report = keep(account, elsewhere, provider, outcome, verify);
      kept = true;
      return report;
    } finally {
      if (!kept && outcome.credential() instanceof RenewableCredential session) {
        withdraw(account, provider, session);
      }
    }
  }

  private LoginReport keep(
      Account account,
      Supplier<OtherCopies> elsewhere,
      CredentialProvider provider,
      LoginOutcome outcome,
      boolean verify) {
    Credential credential = outcome.credential();
    OrganizationChoice organization =
        verify ? OrganizationChoice.at(account, provider, credential) : OrganizationChoice.NONE;
    Verified verified =
        verify
            ? verify(organization.in(account), provider, outcome, organization)
            : new Verified(outcome.user(), false);
    organization.tellProblem(account);
    if (credential instanceof RenewableCredential) { // of keys, a person may have many
      verified.user().ifPresent(user -> samePerson.tell(account, user));
    }
    CredentialWriter.Replaced replaced =
        writer.put(
            account,
            elsewhere,
            provider,
            credential,
            document -> organization.in(withUser(account, document, verified.user())));
    if (account.profile().oauth().filter(OAuthSettings::revokeReplaced).isPresent()) {
      new Retirement(providers).end(account, replaced.document(), credential);
    }
    return LoginReport.builder(account.key(), credential.type(), account.store().id())
        .user(verified.user())
        .expiresAt(credential.expiresAt())
        .scope(
            credential instanceof RenewableCredential session ? session.scope() : Optional.empty())
        .verified(verified.accepted())
        .cleared(replaced.cleared())
        .organization(organization.name())
        .shadowedBy(resolver.shadowingVariable(account.profile(), credential.type()))
        .build();
  }

  private static CredentialDocument withUser(
      Account account, CredentialDocument document, Optional<JsonObject> user) {
    return user.isPresent()
        ? document.withUser(IdentityFields.merge(account.profile(), document.user(), user.get()))
        : document.withoutUser();
  }

  private record Verified(Optional<JsonObject> user, boolean accepted) {}

  private static Verified verify(
      Account account,
      CredentialProvider provider,
      LoginOutcome outcome,
      OrganizationChoice organization) {
    try {
      organization.requireFor(account.profile());
      Optional<JsonObject> answer = provider.identify(outcome.credential(), account.context());
      return new Verified(
          answer
              .flatMap(identity -> IdentityFields.pick(account.profile(), identity))
              .or(() -> known(account, outcome)),
          answer.isPresent());
    } catch (AuthException e) {
      if (!worthKeeping(account.profile(), outcome, e.code())) {
        throw e;
      }
      account
          .context()
          .notices()
          .warn("The credential is kept, but could not be checked: " + e.getMessage());
      return new Verified(known(account, outcome), false);
    }
  }

  /**
   * A key that a person has typed is kept even if the service cannot be asked just now; a session
   * only if its ID token says whose it is. Either is if the service has only refused to say. An
   * identity provider whose own userinfo refuses the token has signed the ID token all the same:
   * where tokens are for one API only, userinfo takes none of them.
   */
  private static boolean worthKeeping(
      ServiceProfile profile, LoginOutcome outcome, ErrorCode code) {
    return switch (code) {
      case FORBIDDEN -> true;
      case INVALID_CREDENTIAL -> outcome.user().isPresent() && profile.identityPath().isEmpty();
      case API_ERROR, NETWORK ->
          outcome.user().isPresent() || !(outcome.credential() instanceof RenewableCredential);
      default -> !(outcome.credential() instanceof RenewableCredential);
    };
  }

  private static Optional<JsonObject> known(Account account, LoginOutcome outcome) {
    return outcome.user().flatMap(user -> IdentityFields.pick(account.profile(), user));
  }

  /** Nobody will ever use it. An interrupt that ended the login must not end this request too. */
  private static void withdraw(
      Account account, CredentialProvider provider, RenewableCredential session) {
    boolean interrupted = Thread.interrupted();
    try {
      var outcome = provider.revoke(session, account.context());
      account.context().notices().trace(() -> "the new session is withdrawn: " + outcome.id());
    } catch (AuthException e) {
      account
          .context()
          .notices()
          .trace(() -> "the new session is not withdrawn: " + e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
