package dev.keyfob.it.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.auth.testkit.PrivateSession;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes of a document's form and place, killed at random moments: afterwards the account is whole
 * in its old or in its new form, and the same command, run again, finishes the work.
 */
@Timeout(300)
class KilledChangeIT {
  private static final int ROUNDS = 5;
  private static final Charset ISO = StandardCharsets.ISO_8859_1;

  /** Printed with a failure; the moments differ from run to run all the same. */
  private final long seed = System.nanoTime();

  private final Random random = new Random(seed);

  private long longest = TimeUnit.SECONDS.toMillis(1);

  @TempDir Path home;

  @Test
  void sealAndUnseal_killedAtAnyMoment_leaveTheWholeDocument() throws IOException {
    Vault acme = Vault.at(home).with("KEYFOB_STORE", "file");
    Vault.checked(acme.login());
    Vault knowing = acme.with("KEYFOB_PASSPHRASE", "correct horse battery");
    for (int round = 0; round < ROUNDS; round++) {
      killed(knowing, "store", "seal", "acme");
      assertWhole(knowing);
      if (!isSealed(knowing)) {
        knowing.must("store", "seal", "acme");
      }
      assertFalse(Files.readString(knowing.document(), ISO).contains(Vault.KEY));
      assertNothingBeside(knowing);

      killed(knowing, "store", "unseal", "acme");
      assertWhole(knowing);
      if (isSealed(knowing)) {
        knowing.must("store", "unseal", "acme");
      }
      assertNothingBeside(knowing);
    }
  }

  @Test
  @NeedsTool({"session-bus", "secret-service", "libsecret"})
  void migrate_killedAtAnyMoment_leavesTheWholeDocumentInOneStoreAndNoOtherCopy()
      throws IOException {
    try (PrivateSession session = PrivateSession.unlocked()) {
      Vault acme =
          Vault.at(home)
              .with(
                  Map.of(
                      "XDG_RUNTIME_DIR", session.environment().get("XDG_RUNTIME_DIR"),
                      "DBUS_SESSION_BUS_ADDRESS",
                          session.environment().get("DBUS_SESSION_BUS_ADDRESS")));
      Vault.checked(acme.login("--store", "file"));
      for (int round = 0; round < ROUNDS; round++) {
        killed(acme, "store", "migrate", "acme", "--to", "keychain");
        assertWhole(acme);
        acme.must("store", "migrate", "acme", "--to", "keychain");
        assertFalse(Files.exists(acme.document()), () -> "seed " + seed);
        assertTrue(inKeychain(session, acme), () -> "seed " + seed);

        killed(acme, "store", "migrate", "acme", "--to", "file");
        assertWhole(acme);
        acme.must("store", "migrate", "acme", "--to", "file");
        assertTrue(Files.exists(acme.document()), () -> "seed " + seed);
        assertFalse(inKeychain(session, acme), () -> "seed " + seed);
      }
    }
  }

  /** Starts a command and kills it somewhere between its start and its usual end. */
  private void killed(Vault vault, String... command) {
    long begin = System.nanoTime();
    long patience = random.nextLong(longest);
    try (Running running = vault.keyfob().start(command)) {
      boolean ended =
          running
              .handle()
              .onExit()
              .thenApply(handle -> true)
              .completeOnTimeout(false, patience, TimeUnit.MILLISECONDS)
              .join();
      // The better part of the kills is to come after the start of the virtual machine.
      longest =
          ended
              ? Math.max(50, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin))
              : longest + 100;
    }
  }

  private void assertWhole(Vault vault) {
    Result token = vault.run("token", "acme");
    assertEquals(0, token.exitCode(), () -> "seed " + seed + ": " + token);
    assertEquals(Vault.KEY + "\n", token.stdout());
  }

  private static boolean isSealed(Vault vault) throws IOException {
    return Files.readString(vault.document(), ISO).startsWith("keyfob sealed");
  }

  private static void assertNothingBeside(Vault vault) throws IOException {
    try (var files = Files.list(vault.document().getParent())) {
      // The lock stays, since a deleted one would lock nothing, and the mark of what is sealed.
      List<String> left =
          files
              .map(Path::getFileName)
              .map(Path::toString)
              .filter(n -> !n.endsWith(".lock") && !n.endsWith(".sealed"))
              .toList();
      assertEquals(
          1, left.size(), () -> "a later write removes what a killed one has left: " + left);
    }
  }

  private static boolean inKeychain(PrivateSession session, Vault vault) {
    return session
        .run("secret-tool", "search", "application", vault.application())
        .contains(": acme (default)");
  }
}
