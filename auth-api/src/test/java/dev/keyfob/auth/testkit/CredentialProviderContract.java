package dev.keyfob.auth.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.EnvironmentVariable;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every provider keeps to. Extend it with a test class of your own, say what is asked for
 * below, and these tests run beside yours.
 */
public abstract class CredentialProviderContract {
  private static final String CANARY = "canary-7f3a91";
  private static final URI TARGET = URI.create("https://api.acme.test/v1/me");
  private static final BoundedHttp NO_NETWORK =
      new BoundedHttp(
          () -> {
            throw new AssertionError("no request was expected");
          });

  /** The provider under test, new each time. */
  protected abstract CredentialProvider provider();

  /** A profile whose service offers this type of credential. */
  protected abstract ServiceProfile offered();

  /** A stored form whose every secret contains the given text. */
  protected abstract JsonValue stored(String secretPart);

  /**
   * Whether a request carries the secret itself. Not so for a provider that signs with it: then
   * these tests see to it that the secret stays out of the headers.
   */
  protected boolean sendsItsSecret() {
    return true;
  }

  /** A context for a profile, in which the network answers what is given. */
  protected static ProviderContext context(
      ServiceProfile profile, Interaction interaction, BoundedHttp http) {
    return new ProviderContext(
        profile,
        AccountKey.of(profile.name()),
        http,
        new MutableClock(),
        Map.of(),
        interaction,
        new RecordingNotices());
  }

  @Test
  void type_always_isLowerCaseLettersDigitsUnderscores() {
    assertTrue(
        provider().type().matches("[a-z][a-z0-9_]*"),
        () -> "type() is lower-case letters, digits and _, but is " + provider().type());
  }

  @Test
  void methods_serviceOffersIt_haveUniqueIdsAndOptions() {
    List<LoginMethod> methods = provider().methods(offered());
    assertFalse(methods.isEmpty(), "methods(offered()) is empty: offered() must offer the type");
    assertEquals(
        methods.size(),
        methods.stream().map(LoginMethod::id).distinct().count(),
        () -> "two login methods have one id: " + methods);
    methods.forEach(
        method -> {
          assertTrue(
              method.option().matches("--[a-z][a-z0-9-]*"),
              () -> "an option is -- and lower-case words, but is " + method.option());
          assertFalse(method.label().isBlank(), () -> "the picker shows no label for " + method);
        });
  }

  @Test
  void methods_serviceDoesNotOfferIt_areNone() {
    assertEquals(
        List.of(),
        provider().methods(TestProfiles.named("bare", "{}")),
        "a profile that does not name the type offers no method of it");
  }

  @Test
  void fromEnvironment_roleOfAnotherProvider_isEmpty() {
    assertEquals(
        Optional.empty(),
        provider()
            .fromEnvironment(
                new EnvironmentVariable("ACME_X", "another_type", Secret.of("value-12345678")),
                offered()),
        "a variable of another role is not this provider's");
  }

  @Test
  void decode_whatWasEncoded_isTheSameCredential() {
    CredentialProvider provider = provider();
    Credential credential = provider.decode(stored(CANARY));
    assertEquals(provider.type(), credential.type(), "Credential.type() is the provider's type()");
    Credential again = provider.decode(provider.encode(credential, null));
    assertEquals(credential.secret(), again.secret(), "secret() survives encode and decode");
    assertEquals(credential.expiresAt(), again.expiresAt(), "expiresAt() survives encode");
    assertEquals(credential.tokenType(), again.tokenType(), "tokenType() survives encode");
  }

  @Test
  void encode_overItself_changesNothing() {
    CredentialProvider provider = provider();
    JsonValue stored = stored(CANARY);
    assertEquals(
        stored,
        provider.encode(provider.decode(stored), stored),
        "encode over the previous entry keeps the fields that it does not know");
  }

  @Test
  void decode_whatCannotBeUnderstood_namesTheTypeAndNotTheValue() {
    CredentialProvider provider = provider();
    JsonArray wrong =
        JsonText.parseObject(
                """
                {"wrong": [7, true, null, [], "", ["%1$s"], {}, {"%1$s": "%1$s"}, "%1$s\\nX: y"]}
                """
                    .formatted(CANARY))
            .getJsonArray("wrong");
    for (JsonValue value : wrong) {
      AuthException.StoreCorrupt e =
          assertThrows(
              AuthException.StoreCorrupt.class,
              () -> provider.decode(value),
              () -> "decode refuses what it cannot use: " + value);
      assertTrue(e.toString().contains(provider.type()), () -> "the message names no type: " + e);
      assertFalse(e.toString().contains(CANARY), () -> "the message shows a secret: " + e);
    }
  }

  @Test
  void toString_credential_hidesEverySecret() {
    assertFalse(
        provider().decode(stored(CANARY)).toString().contains(CANARY),
        "toString() shows a secret; keep it in a Secret");
  }

  @Test
  void authorize_goodCredential_givesHeadersThatCarryIt() {
    CredentialProvider provider = provider();
    Credential credential = provider.decode(stored(CANARY));
    Map<String, String> headers = authorize(provider, credential, offered());
    assertEquals(
        sendsItsSecret(),
        headers.values().stream().anyMatch(v -> v.contains(credential.secret().reveal())),
        sendsItsSecret()
            ? "no header holds secret(); a provider that signs overrides sendsItsSecret()"
            : "a header holds secret(), though sendsItsSecret() is false");
    headers.forEach(
        (name, value) ->
            assertTrue(
                value.chars().allMatch(c -> c >= 0x20 && c < 0x7f),
                () -> "the header " + name + " holds characters other than printable ASCII"));
  }

  @Test
  void authorize_profileThatSaysNothing_stillGivesHeaders() {
    CredentialProvider provider = provider();
    Map<String, String> headers =
        authorize(provider, provider.decode(stored(CANARY)), TestProfiles.named("bare", "{}"));
    assertFalse(headers.isEmpty(), "a stored credential is sent even if the profile changed");
  }

  @Test
  void identify_serviceWithNoWayToAsk_isEmpty() {
    ServiceProfile bare = TestProfiles.named("bare", "{}");
    CredentialProvider provider = provider();
    assertEquals(
        Optional.empty(),
        provider.identify(
            provider.decode(stored(CANARY)), context(bare, FakeInteraction.script(), NO_NETWORK)),
        "identify asks nobody if the profile has no apiBaseUri and identityPath");
  }

  @Test
  void markDead_renewableCredential_isNoLongerRenewableAndSurvivesStorage() {
    CredentialProvider provider = provider();
    if (provider.decode(stored(CANARY)) instanceof RenewableCredential session) {
      Credential dead =
          provider.markDead(session, context(offered(), FakeInteraction.script(), NO_NETWORK));
      Credential read = provider.decode(provider.encode(dead, stored(CANARY)));
      assertFalse(((RenewableCredential) read).renewable(), "markDead is stored, and ends renewal");
      assertEquals(session.secret(), read.secret(), "markDead keeps the secret");
    }
  }

  private static Map<String, String> authorize(
      CredentialProvider provider, Credential credential, ServiceProfile profile) {
    return provider.authorize(
        credential,
        OutgoingRequest.of("GET", TARGET),
        context(profile, FakeInteraction.script(), NO_NETWORK));
  }
}
