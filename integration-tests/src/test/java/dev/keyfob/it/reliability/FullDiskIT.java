package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, or become full at the worst moment, or cannot be written to. */
class FullDiskIT {
  @TempDir Path directory;

  private StrictIdentityProvider provider;
  private SmallDisk disk;
  private Home home;
  private Tokens first;

  @BeforeEach
  void logIn() {
    provider = StrictIdentityProvider.start();
    disk = SmallDisk.at(directory.resolve("disk"));
    home = Home.of(disk.folder().resolve("keyfob"), provider);
    first = provider.grants().issue();
    home.store(first);
  }

  @AfterEach
  void unmount() {
    if (disk != null) {
      disk.close();
    }
    provider.close();
  }

  private KeyfobProcess keyfob() {
    return home.keyfob();
  }

  @Test
  void token_diskFullDuringTheRotation_keepsTheOldFileAndDeliversTheToken() {
    String before = Home.text(home.document());
    provider.answering(TokenAnswer.after(disk::fill, TokenAnswer.honest()));

    Result result = keyfob().run("token", Home.PROFILE);

    Tokens latest = provider.grants().latest(first).orElseThrow();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(latest.access(), result.stdout().strip());
    assertTrue(result.stderr().contains("could not be saved"), result::toString);
    assertTrue(result.stderr().contains("no space left on device"), result::toString);
    assertFalse(result.stderr().contains(Tokens.MARK), result::toString);
    assertEquals(before, Home.text(home.document()));
    assertEquals(1, provider.tokenRequests());
  }

  @Test
  void token_diskFullBeforehand_isFoundBeforeTheRefreshTokenIsSpent() {
    String before = Home.text(home.document());
    disk.fill();

    Result result = keyfob().run("token", Home.PROFILE);

    assertEquals(5, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains("\"store_unavailable\""), result::toString);
    assertTrue(result.stderr().contains("no space left on device"), result::toString);
    assertTrue(result.stderr().contains("\"hint\":\"df -h "), result::toString);
    assertEquals(0, provider.tokenRequests());
    assertEquals(before, Home.text(home.document()));
    disk.empty();
    assertEquals(0, keyfob().run("token", Home.PROFILE).exitCode());
  }

  @Test
  void token_readOnlyDisk_isFoundBeforeTheRefreshTokenIsSpent() {
    disk.makeReadOnly();

    Result result = keyfob().run("token", Home.PROFILE);

    assertEquals(5, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains("\"store_unavailable\""), result::toString);
    assertTrue(result.stderr().contains("read-only file system"), result::toString);
    assertEquals(0, provider.tokenRequests());
    assertEquals(first, home.tokens());
  }

  @Test
  void token_documentOnAReadOnlyDiskAndLocksElsewhere_isFoundAsWell() {
    disk.makeReadOnly();
    Path state = directory.resolve("state");
    KeyfobProcess keyfob =
        new KeyfobProcess(
                keyfob().executable(), directory, keyfob().environment(), "", Duration.ofMinutes(1))
            .with("KEYFOB_HOME", "")
            .with("XDG_STATE_HOME", state.toString())
            .with("XDG_CONFIG_HOME", disk.folder().toString())
            .with("XDG_DATA_HOME", disk.folder().toString());

    Result result = keyfob.run("token", Home.PROFILE);

    assertEquals(5, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains("default.json"), result::toString);
    assertEquals(0, provider.tokenRequests());
    assertEquals(first, home.tokens());
  }

  @Test
  void token_freshSessionOnAReadOnlyDisk_needsNoWriting() {
    home.store("default", first, Instant.now().plus(Duration.ofHours(1)));
    disk.makeReadOnly();

    Result result = keyfob().run("token", Home.PROFILE);

    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(first.access(), result.stdout().strip());
  }

  @Test
  void token_diskFullInALongRunningProgram_neverSendsASpentToken() {
    try (Keyfob keyfob = Library.in(home, Library.SYSTEM_CLOCK)) {
      AccountKey key = AccountKey.of(Home.PROFILE);
      provider.answering(
          TokenAnswer.inTurn(
              TokenAnswer.after(disk::fill, TokenAnswer.honest()), TokenAnswer.honest()));
      String unsaved = keyfob.token(Home.PROFILE).credential().secret().reveal();
      assertEquals(first, home.tokens());
      disk.empty();

      String again = keyfob.token(key, Duration.ofDays(1)).credential().secret().reveal();

      assertEquals(unsaved, again, "what was not saved is saved now, without another request");
      assertEquals(provider.grants().latest(first).orElseThrow(), home.tokens());
      assertEquals(1, provider.tokenRequests());
    }
  }
}
