package dev.keyfob.auth.api.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.testkit.FakeInteraction;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewPassphraseTests {
  private static final String VARIABLE = "KEYFOB_NEW_PASSPHRASE";

  @TempDir Path directory;

  @Test
  void take_file_isItsFirstLineWithoutTheSpaceAroundIt() throws IOException {
    Path file = Files.writeString(directory.resolve("new"), " correct horse \r\nmore\n");
    assertEquals(
        Secret.of("correct horse"),
        take(Map.of(VARIABLE + "_FILE", file.toString()), FakeInteraction.person()));
  }

  @Test
  void take_fileThatHoldsNone_isNamedWithItsVariable() throws IOException {
    Path file = Files.writeString(directory.resolve("new"), " \n");
    AuthException e =
        assertThrows(
            AuthException.StoreUnavailable.class,
            () -> take(Map.of(VARIABLE + "_FILE", file.toString()), FakeInteraction.person()));
    assertEquals(Optional.of("export " + VARIABLE + "_FILE=\"$FILE\""), e.hint());
  }

  @Test
  void take_standardInputThatNeverEnds_saysWhatToSet_notHowToLogIn() {
    Interaction silent =
        (Interaction)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Interaction.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("pipedSecret")) {
                    throw new AuthException.TimedOut("Nothing came.", "keyfob login < key.txt");
                  }
                  return false;
                });
    AuthException e = assertThrows(AuthException.Misconfigured.class, () -> take(Map.of(), silent));
    assertEquals(Optional.of("export " + VARIABLE + "_FILE=\"$FILE\", or pipe it in"), e.hint());
  }

  @Test
  void toString_environment_isNotPrinted() {
    assertFalse(
        new NewPassphrase(VARIABLE, Map.of(VARIABLE, "canary"), FakeInteraction.script())
            .toString()
            .contains("canary"));
  }

  private static Secret take(Map<String, String> environment, Interaction interaction) {
    return new NewPassphrase(VARIABLE, environment, interaction).take("the credentials of Acme");
  }
}
