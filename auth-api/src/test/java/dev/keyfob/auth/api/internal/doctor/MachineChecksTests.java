package dev.keyfob.auth.api.internal.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.DoctorReport.Status;
import dev.keyfob.auth.api.ExtensionInfo;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.InMemoryStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks that need nothing but this machine. */
class MachineChecksTests {
  @TempDir Path home;

  private static void assertFound(Status status, String part, CheckResult finding) {
    assertEquals(status, finding.status(), finding::toString);
    assertTrue(finding.message().contains(part), finding::toString);
    boolean needsRemedy = status == Status.WARN || status == Status.FAIL;
    assertEquals(needsRemedy, finding.remedy().isPresent(), finding::toString);
  }

  @Nested
  class Home {
    @Test
    void directoriesThatAreNotThere_willBeMade() {
      assertFound(Status.PASS, "created when needed", look(home.resolve("new/home")));
    }

    @Test
    void directoriesThatAreThere_areWrittenTo_andLeftAsTheyWere() throws IOException {
      assertFound(Status.PASS, "writable", look(home));
      try (var files = Files.list(home)) {
        assertEquals(List.of(), files.toList());
      }
    }

    @Test
    void fileInTheWay_isNamed() throws IOException {
      Path file = Files.createFile(home.resolve("file"));
      assertFound(Status.FAIL, file.toString(), look(file.resolve("keyfob")));
    }

    private CheckResult look(Path directory) {
      return new HomeCheck(new KeyfobDirectories(directory, directory, directory)).look();
    }
  }

  @Nested
  class Permissions {
    @BeforeEach
    void closeHome() throws IOException {
      chmod(home, "rwx------");
    }

    @Test
    void nothingThere_isAllClosed() {
      assertFound(Status.PASS, "Only you", look(false));
    }

    @Test
    void secretsOpenToOthers_areNamed_andClosedIfWanted() throws IOException {
      Path file = make("credentials/acme/default.json", "rw-r-----");
      Path directory = home.resolve("credentials/acme");
      chmod(directory, "rwxr-xr-x");
      assertFound(Status.FAIL, directory + " (and 1 more)", look(false));
      assertEquals("rw-r-----", mode(file));
      assertFound(Status.PASS, "Closed", look(true));
      assertEquals("rw-------", mode(file));
      assertEquals("rwx------", mode(directory));
      assertFound(Status.PASS, "Only you", look(false));
    }

    @Test
    void profileThatOthersMayRead_isFine_butNotOneThatTheyMayChange() throws IOException {
      Path profile = make("profiles/acme.json", "rw-r--r--");
      assertFound(Status.PASS, "Only you", look(false));
      chmod(profile, "rw-rw-rw-");
      assertFound(Status.FAIL, profile.toString(), look(false));
      assertFound(Status.PASS, "Closed", look(true));
      assertEquals("rw-r--r--", mode(profile));
    }

    @Test
    void homeThatOthersMayChange_isNamed() throws IOException {
      chmod(home, "rwxrwx---");
      assertFound(Status.FAIL, home.toString(), look(false));
      look(true);
      assertEquals("rwxr-x---", mode(home));
    }

    @Test
    void symbolicLink_isRefusedAndNotFollowed() throws IOException {
      Path other = Files.writeString(home.resolve("other"), "x");
      chmod(other, "rw-rw-rw-");
      Files.createSymbolicLink(
          make("credentials/acme/default.json", "rw-------").resolveSibling("work.json"), other);
      assertFound(Status.FAIL, "symbolic link", look(true));
      assertEquals("rw-rw-rw-", mode(other));
    }

    private CheckResult look(boolean fix) {
      return new PermissionsCheck(new KeyfobDirectories(home, home, home.resolve("state")), fix)
          .look();
    }

    private Path make(String name, String mode) throws IOException {
      Path file = home.resolve(name);
      Files.createDirectories(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.writeString(file, "{}");
      chmod(file, mode);
      return file;
    }

    private static void chmod(Path path, String mode) throws IOException {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path path) throws IOException {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
  }

  @Nested
  class Network {
    @Test
    void certificates_unset_areThoseOfJava() {
      assertFound(Status.PASS, "Java", new CertificatesCheck(Map.of()).look());
    }

    @Test
    void certificates_fileWithNone_isAnError() throws IOException {
      Path file = Files.writeString(home.resolve("empty.pem"), "");
      CertificatesCheck check = new CertificatesCheck(Map.of("SSL_CERT_FILE", file.toString()));
      assertThrows(AuthException.Misconfigured.class, check::look);
    }

    @Test
    void proxy_unset_isSkipped_andNoAddress_isAnError() {
      assertFound(Status.SKIP, "No proxy", new ProxyCheck(Map.of()).look());
      ProxyCheck broken = new ProxyCheck(Map.of("HTTPS_PROXY", "https://x:1"));
      assertThrows(AuthException.Misconfigured.class, broken::look);
    }

    @Test
    void proxy_thatAnswers_andOneThatDoesNot() throws IOException {
      int port;
      try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = proxy.getLocalPort();
        assertFound(Status.PASS, "127.0.0.1:" + port, look(port));
      }
      assertFound(Status.FAIL, "127.0.0.1:" + port, look(port));
    }

    private CheckResult look(int port) {
      return new ProxyCheck(Map.of("HTTPS_PROXY", "http://user:canary@127.0.0.1:" + port)).look();
    }

    @Test
    void port_any_isFree() {
      assertFound(Status.PASS, "A port for browser", new PortCheck(List.of()).look());
    }

    @Test
    void port_allThatAreAllowedAreBusy_isSaid() throws IOException {
      try (ServerSocket four =
              new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
          ServerSocket six = onIp6(four.getLocalPort())) {
        int busy = four.getLocalPort();
        assertTrue(six == null || six.isBound());
        assertFound(Status.FAIL, "[" + busy + "]", new PortCheck(List.of(busy)).look());
        assertFound(Status.PASS, "A port for browser", new PortCheck(List.of(busy, 0)).look());
      }
    }

    /** Null where the machine has no IPv6. */
    private static @Nullable ServerSocket onIp6(int port) {
      try {
        return new ServerSocket(
            port,
            1,
            InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
      } catch (IOException e) {
        return null;
      }
    }
  }

  @Nested
  class Surroundings {
    @Test
    void browser_thatCanBeOpened_andOneThatCannot() {
      assertFound(Status.PASS, "can be opened", new BrowserCheck(FakeInteraction.person()).look());
      assertFound(
          Status.WARN,
          "not an interactive session",
          new BrowserCheck(FakeInteraction.script()).look());
    }

    @Test
    void keychain_thatAnswers_oneThatDoesNot_andNone() {
      InMemoryStore keychain = new InMemoryStore("keychain");
      assertFound(Status.PASS, "answers", new KeychainCheck(Optional.of(keychain)).look());
      keychain.available(Availability.no("It is locked.", "unlock it"));
      CheckResult locked = new KeychainCheck(Optional.of(keychain)).look();
      assertFound(Status.WARN, "It is locked. Logins go to a file.", locked);
      assertEquals(Optional.of("unlock it"), locked.remedy());
      assertFound(Status.SKIP, "no keychain", new KeychainCheck(Optional.empty()).look());
    }

    @Test
    void plugins_builtInOnly_goodOnes_andBadOnes() {
      ExtensionInfo own = plugin("file", true, Optional.empty());
      ExtensionInfo good = plugin("drawer", false, Optional.empty());
      ExtensionInfo bad = plugin("rusty", false, Optional.of("it is not a readable jar"));
      assertFound(Status.PASS, "Only the built-in", new PluginsCheck(() -> List.of(own)).look());
      assertFound(
          Status.PASS, "1 loaded besides", new PluginsCheck(() -> List.of(own, good)).look());
      assertFound(
          Status.FAIL,
          "rusty.jar: it is not a readable jar",
          new PluginsCheck(() -> List.of(own, good, bad)).look());
    }

    private static ExtensionInfo plugin(String id, boolean builtIn, Optional<String> problem) {
      return new ExtensionInfo(
          Optional.of(id),
          Optional.of(ExtensionInfo.Kind.STORE),
          id + ".jar",
          builtIn,
          Optional.empty(),
          problem);
    }
  }
}
