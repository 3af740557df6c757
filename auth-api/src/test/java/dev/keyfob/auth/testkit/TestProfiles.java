package dev.keyfob.auth.testkit;

import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonText;
import java.util.Map;

/** Profiles out of JSON text. */
public final class TestProfiles {
  // It only parses: nothing is looked for in that directory.
  private static final Profiles PROFILES =
      Keyfob.builder()
          .environment(Map.of("KEYFOB_HOME", "/nowhere"))
          .withoutPluginFolder()
          .open()
          .profiles();

  private TestProfiles() {}

  /** A profile named {@code acme}. Single quotes in the text stand for double ones. */
  public static ServiceProfile acme(String json) {
    return named("acme", json);
  }

  /** A profile of any name. Single quotes in the text stand for double ones. */
  public static ServiceProfile named(String name, String json) {
    return PROFILES.parse(name, JsonText.parseObject(json.replace('\'', '"')));
  }
}
