package dev.keyfob.it.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the built program makes is closed to others, whatever the shell's habits are. */
class UmaskIT {
  @TempDir Path home;

  @Test
  void everything_underUmaskZero_isForTheOwnerAlone() throws IOException {
    Vault acme = Vault.at(home).with("KEYFOB_STORE", "file");
    Vault.checked(openHanded(acme, "login", "acme", "--api-key", "--account", "work"));
    Vault.checked(openHanded(acme, "login", "acme", "--api-key"));
    Vault.checked(openHanded(acme, "account", "use", "acme", "work"));
    Vault.checked(
        openHanded(acme.with("KEYFOB_PASSPHRASE", "correct horse"), "store", "seal", "acme"));

    List<String> seen = new ArrayList<>();
    try (var paths = Files.walk(home.resolve("keyfob"))) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        boolean isProfile = path.toString().contains("/profiles/");
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        String name = home.relativize(path).toString();
        if (!isProfile) {
          assertEquals(Files.isDirectory(path) ? "rwx------" : "rw-------", mode, name);
        }
        assertEquals('-', mode.charAt(4), name + " can be changed by the group");
        assertEquals('-', mode.charAt(7), name + " can be changed by all");
        seen.add(name);
      }
    }
    assertTrue(
        seen.containsAll(
            List.of(
                "keyfob/credentials/acme/default.json",
                "keyfob/credentials/acme/work.json",
                "keyfob/accounts/acme/~current.json",
                "keyfob/credentials/acme/.default.json.lock")),
        seen::toString);
  }

  private static Result openHanded(Vault vault, String... command) {
    KeyfobProcess keyfob = vault.keyfob();
    String[] shell = new String[command.length + 3];
    shell[0] = "-c";
    shell[1] = "umask 000; exec \"$0\" \"$@\"";
    shell[2] = keyfob.executable().toString();
    System.arraycopy(command, 0, shell, 3, command.length);
    return new KeyfobProcess(
            Path.of("/bin/sh"),
            keyfob.directory(),
            keyfob.environment(),
            Vault.KEY + "\n",
            keyfob.timeout())
        .run(shell);
  }
}
