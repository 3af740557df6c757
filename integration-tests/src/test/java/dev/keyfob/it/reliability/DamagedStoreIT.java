package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.it.process.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedStoreIT {
  @TempDir Path directory;

  private StrictIdentityProvider provider;
  private Home home;
  private String whole;

  @BeforeEach
  void logIn() {
    provider = StrictIdentityProvider.start();
    home = Home.of(directory.resolve("keyfob"), provider);
    home.store(provider.grants().issue());
    whole = Home.text(home.document()).strip();
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void document_truncatedAtAnyByte_isCorruptIsNamedAndIsLeftAlone() {
    try (Keyfob keyfob = Library.in(home, Library.SYSTEM_CLOCK)) {
      for (int length = 0; length < whole.length(); length++) {
        String rest = whole.substring(0, length);
        home.write(home.document(), rest);
        AuthException.StoreCorrupt failure =
            assertThrows(AuthException.StoreCorrupt.class, () -> keyfob.token(Home.PROFILE), rest);
        assertEquals(ErrorCode.STORE_CORRUPT, failure.code());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(home.document().toString()), message);
        assertFalse(message.contains(Tokens.MARK), message);
        assertEquals(rest, Home.text(home.document()));
      }
    }
    assertEquals(0, provider.tokenRequests());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 150})
  void token_truncatedDocument_isFiveAndNamesTheFile(int length) {
    home.write(home.document(), whole.substring(0, length));

    Result result = home.keyfob().run("token", Home.PROFILE);

    assertEquals(5, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains("\"store_corrupt\""), result::toString);
    assertTrue(result.stderr().contains(home.document().toString()), result::toString);
    assertTrue(result.stderr().contains("keyfob login demo"), result::toString);
    assertFalse(result.stderr().contains(Tokens.MARK), result::toString);
    assertEquals(0, provider.tokenRequests());
  }
}
