package dev.keyfob.it.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.Fixtures;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official SDK's client at one end of the bridge, and its server and login at the other. */
@NeedsTool({"mcp-suite", "curl"})
class SdkClientIT {
  @TempDir Path home;

  @Test
  void client_ofTheSdk_worksThroughTheBridge() {
    try (Workplace work = Workplace.at(home)) {
      String said =
          work.succeed(
              NpmPrograms.node().toString(),
              Fixtures.load().module().resolve("src/test/resources/programs/sdk.mjs").toString(),
              work.keyfob().executable().toString(),
              NpmPrograms.suite().toString());
      JsonObject got = read(said);

      assertTrue(got.getString("refused").contains("keyfob login counter"), said);
      assertEquals("counter", got.getString("server"));
      assertEquals("[\"count\",\"grow\"]", got.getJsonArray("tools").toString());
      assertEquals(
          "[\"counted – zählte\",\"counted – zählte\"]", got.getJsonArray("texts").toString());
      assertEquals("[1,2,3,1,2,3]", got.getJsonArray("progress").toString());
      assertEquals("[\"count\",\"grow\",\"more\"]", got.getJsonArray("after").toString());
      assertEquals(1, got.getInt("renewals"), said);
      assertEquals("[true]", got.getJsonArray("resources").toString());
    }
  }

  private static JsonObject read(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
