package dev.keyfob.auth.testkit;

import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.profile.ProfileReader;
import dev.keyfob.auth.api.spi.support.JsonText;

/** Profiles out of JSON text. */
public final class TestProfiles {
  private TestProfiles() {}

  /** A profile named {@code acme}. Single quotes in the text stand for double ones. */
  public static ServiceProfile acme(String json) {
    return named("acme", json);
  }

  /** A profile of any name. Single quotes in the text stand for double ones. */
  public static ServiceProfile named(String name, String json) {
    return ProfileReader.read(name, JsonText.parseObject(json.replace('\'', '"')), name);
  }
}
