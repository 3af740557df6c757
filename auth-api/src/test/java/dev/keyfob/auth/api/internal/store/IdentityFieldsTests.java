package dev.keyfob.auth.api.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.TestProfiles;
import jakarta.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityFieldsTests {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'email':'a@b.c'} | email | {'email':'a@b.c'}",
        "{'data':{'email':'a@b.c'}} | email | {'email':'a@b.c'}",
        "{'user':{'id':7}} | user.id | {'id':7}",
        "{'emails':[{'address':'a@b.c'},{'address':'d@e.f'}]} | emails.1.address |"
            + " {'address':'d@e.f'}",
        "{'emails':['a@b.c']} | emails.0 | {'0':'a@b.c'}",
        "{'emails':[]} | emails.0.address | ",
        "{'emails':[null]} | emails.0.address | ",
        "{'emails':[{'address':'a'}]} | emails.x.address | ",
        "{'emails':[{'address':'a'}]} | emails.99999999999.address | ",
        "{'emails':null} | emails.0 | ",
        "{'email':{'value':'a'}} | email | ",
        "{'email':null} | email | ",
        "{} | email | "
      })
  void pick_answerOfWhateverShape_givesTheFieldsThatAreThere(
      String answer, String field, String expected) {
    assertEquals(
        Optional.ofNullable(expected).map(IdentityFieldsTests::json),
        IdentityFields.pick(
            TestProfiles.acme("{'identityFields':['" + field + "']}"), json(answer)));
  }

  private static JsonObject json(String singleQuoted) {
    return JsonText.parseObject(singleQuoted.replace('\'', '"'));
  }
}
