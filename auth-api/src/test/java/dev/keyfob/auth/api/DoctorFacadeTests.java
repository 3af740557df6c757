package dev.keyfob.auth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.DoctorReport.Check;
import dev.keyfob.auth.api.DoctorReport.Status;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.FakeProvider;
import dev.keyfob.auth.testkit.InMemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorFacadeTests {
  private static final AccountKey ACME = AccountKey.of("acme");

  @TempDir Path home;

  private final InMemoryStore file = new InMemoryStore("file");
  private final InMemoryStore vault = new InMemoryStore("vault");
  private final FakeInteraction person = FakeInteraction.person();
  private Keyfob keyfob;

  @BeforeEach
  void open() {
    keyfob =
        Keyfob.builder()
            .environment(Map.of("KEYFOB_HOME", home.toString()))
            .withoutPluginFolder()
            .interaction(person)
            .provider(new FakeProvider("api_key"))
            .store(file)
            .store(vault)
            .open();
    keyfob.profiles().put("acme", JsonText.parseObject("{\"apiKey\":{\"header\":\"x\"}}"));
  }

  @AfterEach
  void close() {
    keyfob.close();
  }

  @Test
  void doctor_account_isExaminedWithoutAskingAnybody() {
    file.given(ACME, "{\"api_key\":\"k-12345678\"}");
    DoctorReport report = doctor("acme", false);
    assertTrue(report.ok(), report::toString);
    assertEquals(
        List.of("home", "permissions", "profile"),
        report.checks().stream().limit(3).map(Check::name).toList());
    assertEquals(Status.PASS, check(report, "token").status(), report::toString);
    assertFalse(report.toString().contains("k-12345678"), report::toString);
    assertEquals(List.of(), person.asked());
  }

  @Test
  void doctor_profileThatIsNotThere_examinesTheRest() {
    DoctorReport report = doctor("nowhere", false);
    assertFalse(report.ok());
    assertEquals(Optional.of("keyfob profile list"), check(report, "profile").remedy());
    assertEquals(Status.PASS, check(report, "port").status());
    assertTrue(report.checks().stream().noneMatch(check -> check.name().equals("token")));
  }

  @Test
  void doctor_fix_removesWhatAMoveHasLeft_andNothingElse() throws IOException {
    file.given(ACME, "{\"api_key\":\"k-12345678\"}");
    vault.given(ACME, "{\"api_key\":\"k-old-5678\"}");
    Path record = home.resolve("accounts/acme/default.json");
    Files.createDirectories(
        record.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(record, "{\"store\":\"file\",\"leftovers\":[\"vault\"]}");
    Files.setPosixFilePermissions(record, PosixFilePermissions.fromString("rw-------"));
    assertEquals(Status.WARN, check(doctor("acme", false), "leftovers").status());
    assertTrue(vault.json(ACME).isPresent());
    assertEquals(Status.PASS, check(doctor("acme", true), "leftovers").status());
    assertEquals(Optional.empty(), vault.json(ACME));
    assertTrue(file.json(ACME).isPresent());
  }

  private DoctorReport doctor(String profile, boolean fix) {
    return keyfob.doctor(Optional.of(profile), Optional.empty(), fix);
  }

  private static Check check(DoctorReport report, String name) {
    return report.checks().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
