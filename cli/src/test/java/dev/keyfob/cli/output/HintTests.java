package dev.keyfob.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HintTests {
  private static Hint hint(String text) {
    return Hint.of(Optional.of(text));
  }

  @Test
  void of_command_isThat() {
    assertEquals(new Hint(List.of("keyfob login acme"), ""), hint("keyfob login acme"));
  }

  @Test
  void of_pipeline_staysWhole() {
    String pipeline = "printf %s \"$KEY\" | keyfob login acme --api-key";
    assertEquals(List.of(pipeline), hint(pipeline).commands());
  }

  @Test
  void of_alternatives_areCommandsOfTheirOwn() {
    assertEquals(
        Optional.of("keyfob login a --device\nkeyfob login a --paste"),
        hint("keyfob login a --device, or keyfob login a --paste").lines());
  }

  @Test
  void of_words_goIntoTheMessage() {
    Hint hint = hint("try again when it is done");
    assertEquals(List.of(), hint.commands());
    assertEquals("It is locked. Try again when it is done.", hint.after("It is locked."));
  }

  @Test
  void of_commandAmongWords_isTakenOut() {
    Hint hint = hint("copy all of it and run keyfob login acme --pat");
    assertEquals(List.of("keyfob login acme --pat"), hint.commands());
    assertEquals(" Copy all of it.", hint.words());
  }

  @Test
  void of_question_keepsItsMark() {
    assertEquals(" Did you mean issuer?", hint("did you mean issuer?").words());
  }

  @Test
  void of_wordsAfterACommand_areASentence() {
    Hint hint = hint("unset HTTPS_PROXY, or correct it");
    assertEquals(List.of("unset HTTPS_PROXY"), hint.commands());
    assertEquals(" Correct it.", hint.words());
  }

  @Test
  void word_anyText_isOneWordOfAShell() {
    assertEquals("service.json", Hint.word("service.json"));
    assertEquals("'my service.json'", Hint.word("my service.json"));
    assertEquals("'it'\\''s $HOME'", Hint.word("it's $HOME"));
    assertEquals("''", Hint.word(""));
  }

  @Test
  void of_nothing_isNothing() {
    assertEquals(new Hint(List.of(), ""), Hint.of(Optional.empty()));
  }
}
