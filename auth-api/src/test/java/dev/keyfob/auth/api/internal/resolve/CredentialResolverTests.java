package dev.keyfob.auth.api.internal.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.internal.TestAccount;
import dev.keyfob.auth.testkit.FakeProvider;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialResolverTests {
  private static final String SESSION = "{'access_token':'access','refresh_token':'refresh'}";

  private final TestAccount acme =
      new TestAccount()
          .profile("{'environment':{'apiKey':['ACME_KEY','ACME_KEY_2'],'token':['ACME_TOKEN']}}");

  @Nested
  class Precedence {
    @Test
    void resolve_everythingPresent_environmentKeyWins() {
      acme.environment.put("ACME_KEY", "env-key");
      acme.environment.put("ACME_TOKEN", "pat_env");
      acme.stored("{'api_key':'k','pat':'p','oauth':" + SESSION + "}");
      assertEquals(new Origin.Environment("ACME_KEY"), resolve().origin());
      assertEquals("env-key", secret());
    }

    @Test
    void resolve_environmentWins_withoutReadingTheStore() {
      acme.environment.put("ACME_KEY", "env-key");
      acme.store.failReads("The keychain is locked.");
      assertEquals("env-key", secret());
      assertEquals(0, acme.store.reads());
    }

    @Test
    void resolve_severalVariables_listedOrderDecides() {
      acme.environment.put("ACME_KEY_2", "second");
      acme.environment.put("ACME_TOKEN", "token");
      assertEquals("second", secret());
    }

    @Test
    void resolve_storedKeys_comeBeforeTheSession() {
      acme.stored("{'oauth':" + SESSION + ",'pat':'p','api_key':'k'}");
      assertEquals("api_key", resolve().credential().type());
      acme.stored("{'oauth':" + SESSION + ",'pat':'p'}");
      assertEquals("pat", resolve().credential().type());
      acme.stored("{'oauth':" + SESSION + "}");
      assertEquals("oauth", resolve().credential().type());
      assertEquals(new Origin.Store("file"), resolve().origin());
    }

    @Test
    void resolve_manySources_readTheDocumentOnce() {
      acme.stored("{'oauth':" + SESSION + "}");
      secret();
      assertEquals(1, acme.store.reads());
    }

    @Test
    void resolve_profileThatPrefersOAuth_isFollowed() {
      acme.profile("{'precedence':['environment','oauth','api_key']}");
      acme.stored("{'oauth':" + SESSION + ",'api_key':'k'}");
      assertEquals("oauth", resolve().credential().type());
    }

    @Test
    void resolve_profileThatLeavesATypeOut_findsItLast() {
      acme.profile("{'precedence':['environment','oauth','api_key']}").stored("{'pat':'p'}");
      assertEquals("pat", resolve().credential().type());
    }

    @Test
    void resolve_profileThatPutsStoredFirst_beatsTheEnvironment() {
      acme.profile("{'precedence':['api_key'],'environment':{'apiKey':'ACME_KEY'}}");
      acme.environment.put("ACME_KEY", "env");
      acme.stored("{'api_key':'stored'}");
      assertEquals("stored", secret());
    }

    @Test
    void resolve_pluginType_isASourceBeforeOAuth() {
      acme.provider(new FakeProvider("sso")).profile("{'sso':{},'environment':{'sso':['SSO']}}");
      acme.stored("{'oauth':" + SESSION + ",'sso':'ticket'}");
      assertEquals("sso", resolve().credential().type());
      acme.environment.put("SSO", "from-env");
      assertEquals(new Origin.Environment("SSO"), resolve().origin());
    }

    @Test
    void resolve_nothingAnywhere_isEmpty() {
      assertEquals(Optional.empty(), acme.resolver().resolve(acme.account()));
    }
  }

  @Nested
  class Environment {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void resolve_blankVariable_isAbsent(String blank) {
      acme.environment.put("ACME_KEY", blank);
      acme.stored("{'api_key':'k'}");
      assertEquals("k", secret());
    }

    @Test
    void resolve_surroundingWhiteSpace_isStripped() {
      acme.environment.put("ACME_KEY", " key\n");
      assertEquals("key", secret());
    }

    @Test
    void resolve_tokenVariable_isAPatByItsPrefixElseAnApiKey() {
      acme.environment.put("ACME_TOKEN", "pat_123");
      assertEquals("pat", resolve().credential().type());
      acme.environment.put("ACME_TOKEN", "sk_123");
      assertEquals("api_key", resolve().credential().type());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\r\nX-Evil: 1", "a\u0000b", "schlüssel"})
    void resolve_valueThatBreaksOutOfAHeader_isAnErrorThatNamesTheVariable(String value) {
      acme.environment.put("ACME_KEY", value);
      acme.stored("{'api_key':'good'}");
      var failure = assertThrows(AuthException.Denied.class, CredentialResolverTests.this::resolve);
      assertEquals(ErrorCode.INVALID_CREDENTIAL, failure.code());
      assertTrue(failure.getMessage().contains("ACME_KEY"));
      assertFalse(failure.getMessage().contains(value));
      assertEquals("unset ACME_KEY", failure.hint().orElseThrow());
    }

    @Test
    void shadowingVariable_followsTheProfilesOrder() {
      acme.environment.put("ACME_KEY_2", "x");
      var resolver = acme.resolver();
      assertEquals(Optional.of("ACME_KEY_2"), resolver.shadowingVariable(acme.profile(), "oauth"));
      acme.profile("{'precedence':['oauth'],'environment':{'apiKey':['ACME_KEY_2']}}");
      assertEquals(Optional.empty(), resolver.shadowingVariable(acme.profile(), "oauth"));
      assertEquals(Optional.of("ACME_KEY_2"), resolver.shadowingVariable(acme.profile(), "pat"));
      assertEquals(Optional.of("ACME_KEY_2"), resolver.activeVariable(acme.profile()));
    }
  }

  @Nested
  class BrokenIsNotAbsent {
    @Test
    void resolve_damagedDocument_isTheResult() {
      acme.store.givenDamaged(TestAccount.KEY);
      assertThrows(AuthException.StoreCorrupt.class, CredentialResolverTests.this::resolve);
    }

    @Test
    void resolve_storeThatDoesNotAnswer_isTheResult() {
      acme.store.failReads("The keychain is locked.");
      assertThrows(AuthException.StoreUnavailable.class, CredentialResolverTests.this::resolve);
    }

    @Test
    void resolve_brokenKeyAboveAGoodSession_doesNotFallThrough() {
      acme.stored("{'api_key':42,'oauth':" + SESSION + "}");
      assertThrows(AuthException.StoreCorrupt.class, CredentialResolverTests.this::resolve);
    }

    @Test
    void resolve_brokenSessionBelowAGoodKey_isNotLookedAt() {
      acme.stored("{'api_key':'k','oauth':42}");
      assertEquals("k", secret());
    }
  }

  @Nested
  class Explain {
    @Test
    void explain_everySourceInOrder_withItsVerdict() {
      acme.environment.put("ACME_KEY_2", "x");
      acme.stored("{'pat':'p','oauth':42}");
      assertEquals(
          List.of(
              "env:ACME_KEY absent",
              "env:ACME_KEY_2 used",
              "env:ACME_TOKEN absent",
              "file:api_key absent",
              "file:pat present, shadowed by env:ACME_KEY_2",
              "file:oauth broken: The stored credential: it is neither a text nor an object."),
          verdicts());
    }

    @Test
    void explain_brokenFirstSource_stillShadowsTheOthers() {
      acme.stored("{'api_key':42,'pat':'p'}");
      assertEquals("file:pat present, shadowed by file:api_key", verdicts().get(4));
    }

    @Test
    void explain_damagedDocument_saysSoForEachStoredSource() {
      acme.store.givenDamaged(TestAccount.KEY);
      assertEquals("file:oauth broken: The document of acme is damaged.", verdicts().getLast());
    }

    private List<String> verdicts() {
      return acme.resolver().explain(acme.account()).stream()
          .map(source -> source.name() + " " + source.verdict())
          .toList();
    }
  }

  private ResolvedCredential resolve() {
    return acme.resolver().resolve(acme.account()).orElseThrow();
  }

  private String secret() {
    return resolve().credential().secret().reveal();
  }
}
