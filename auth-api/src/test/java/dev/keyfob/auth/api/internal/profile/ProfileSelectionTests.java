package dev.keyfob.auth.api.internal.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.internal.profile.ProfileSelection.Selected;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileSelectionTests {
  @TempDir Path home;

  private final Map<String, String> environment = new HashMap<>();
  private Path project = Path.of("");

  @BeforeEach
  void makeAProject() throws IOException {
    project = Files.createDirectories(home.resolve("work/project/src"));
  }

  @Test
  void select_theCommandSays_winsOverAll() throws IOException {
    environment.put("KEYFOB_PROFILE", "fromenv");
    bind(project, "{\"profile\":\"bound\",\"account\":\"work\"}");
    assertEquals(new Selected("named", Optional.empty()), select("named", null));
    assertEquals(new Selected("named", Optional.of("me")), select("named", "me"));
  }

  @Test
  void select_environment_winsOverTheBinding() throws IOException {
    environment.put("KEYFOB_PROFILE", "fromenv");
    environment.put("KEYFOB_ACCOUNT", "home");
    bind(project, "{\"profile\":\"bound\"}");
    assertEquals(new Selected("fromenv", Optional.of("home")), select(null, null));
  }

  @Test
  void select_nearestBinding_goingUp() throws IOException {
    bind(home.resolve("work"), "{\"profile\":\"far\"}");
    assertEquals(new Selected("far", Optional.empty()), select(null, null));
    bind(project, "{\"profile\":\"near\",\"account\":\"work\"}");
    assertEquals(new Selected("near", Optional.of("work")), select(null, null));
  }

  @Test
  void select_bindingThatAnybodyMayWrite_isRefusedAndNotObeyed() throws IOException {
    bind(project, "{\"profile\":\"bound\",\"account\":\"work\"}");
    Files.setPosixFilePermissions(
        project.resolve(".keyfob"), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThrows(AuthException.Misconfigured.class, () -> select(null, null));
    assertEquals(new Selected("named", Optional.empty()), select("named", null));
    assertEquals(new Selected("bound", Optional.empty()), select("bound", null));
  }

  @Test
  void select_boundAccount_belongsToTheBoundProfileOnly() throws IOException {
    bind(project, "{\"profile\":\"bound\",\"account\":\"work\"}");
    assertEquals(new Selected("bound", Optional.of("work")), select("bound", null));
    assertEquals(new Selected("other", Optional.empty()), select("other", null));
  }

  @Test
  void select_directoryOfThatName_isNoBinding() throws IOException {
    Files.createDirectory(project.resolve(".keyfob"));
    bind(home.resolve("work"), "{\"profile\":\"far\"}");
    assertEquals("far", select(null, null).profile());
  }

  @Test
  void select_onlyOwnProfile_isIt() {
    repository().put("mine", JsonValue.EMPTY_JSON_OBJECT);
    assertEquals("mine", select(null, null).profile());
  }

  @Test
  void select_nothingTells_listsTheProfiles() {
    var none = assertThrows(AuthException.Misconfigured.class, () -> select(null, null));
    assertEquals(Optional.of("keyfob profile list"), none.hint());
    repository().put("one", JsonValue.EMPTY_JSON_OBJECT);
    repository().put("two", JsonValue.EMPTY_JSON_OBJECT);
    var several = assertThrows(AuthException.Misconfigured.class, () -> select(null, null));
    assertTrue(several.getMessage().contains(" one, "));
    assertTrue(several.getMessage().contains(" two."));
  }

  @Test
  void select_malformedBinding_namesTheFile() throws IOException {
    bind(project, "not json");
    var failure = assertThrows(AuthException.Misconfigured.class, () -> select(null, null));
    assertTrue(failure.getMessage().contains(project.resolve(".keyfob").toString()));
    bind(project, "{\"profile\":7}");
    assertThrows(AuthException.Misconfigured.class, () -> select(null, null));
  }

  private static void bind(Path directory, String content) throws IOException {
    Files.writeString(directory.resolve(".keyfob"), content);
  }

  private Selected select(@Nullable String profile, @Nullable String account) {
    return new ProfileSelection(repository(), environment, project)
        .select(Optional.ofNullable(profile), Optional.ofNullable(account));
  }

  private ProfileRepository repository() {
    return new ProfileRepository(home.resolve("profiles"), Map.of(), environment, Notices.NONE);
  }
}
