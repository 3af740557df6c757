package dev.keyfob.auth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.spi.support.JsonText;
import org.junit.jupiter.api.Test;

class CredentialDocumentTests {
  private static final CredentialDocument DOCUMENT =
      document("{'api_key':'canary','user':{'email':'a@b.c'},'other':{'kept':[1]}}");

  @Test
  void with_oneEntry_keepsAllOthersInOrder() {
    var changed = DOCUMENT.with("oauth", JsonText.parseObject("{}")).without("api_key");
    assertEquals(
        "{\"user\":{\"email\":\"a@b.c\"},\"other\":{\"kept\":[1]},\"oauth\":{}}", text(changed));
    assertTrue(DOCUMENT.entry("api_key").isPresent(), "the original is unchanged");
  }

  @Test
  void entry_absentOrNull_isEmpty() {
    assertTrue(document("{'pat':null}").entry("pat").isEmpty());
    assertTrue(document("{}").entry("pat").isEmpty());
  }

  @Test
  void user_notAnObject_isUnknown() {
    assertTrue(document("{'user':'me'}").user().isEmpty());
    assertTrue(DOCUMENT.withoutUser().user().isEmpty());
  }

  @Test
  void without_absentEntry_isTheSameDocument() {
    assertSame(DOCUMENT, DOCUMENT.without("pat"));
  }

  @Test
  void over_anotherDocument_winsAndFillsUp() {
    var union = document("{'api_key':'new'}").over(document("{'api_key':'old','tool':1}"));
    assertEquals("{\"api_key\":\"new\",\"tool\":1}", text(union));
  }

  @Test
  void toString_namesKeys_andHidesValues() {
    assertFalse(DOCUMENT.toString().contains("canary"));
    assertTrue(DOCUMENT.toString().contains("api_key"));
  }

  private static CredentialDocument document(String json) {
    return CredentialDocument.of(JsonText.parseObject(json.replace('\'', '"')));
  }

  private static String text(CredentialDocument document) {
    return JsonText.compact(document.json());
  }
}
