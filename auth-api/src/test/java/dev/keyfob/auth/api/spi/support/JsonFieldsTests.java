package dev.keyfob.auth.api.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTests {
  @Test
  void read_rightTypes_givesValues() {
    var fields =
        fields(
            "{'t':'x','u':'https://a.b/c','l':['a','b'],'one':'a','n':3,'ns':[1,2],'s':60,"
                + "'i':'2026-01-31T12:00:00Z','o':{'t':'y'},'f':true}");
    assertEquals("x", fields.text("t").orElseThrow());
    assertEquals("x", fields.secret("t").orElseThrow().reveal());
    assertEquals(URI.create("https://a.b/c"), fields.uri("u").orElseThrow());
    assertEquals(List.of("a", "b"), fields.texts("l"));
    assertEquals(List.of("a"), fields.texts("one"));
    assertEquals(3, fields.integer("n").orElseThrow());
    assertEquals(List.of(1, 2), fields.integers("ns"));
    assertEquals(Duration.ofMinutes(1), fields.seconds("s").orElseThrow());
    assertEquals(Instant.parse("2026-01-31T12:00:00Z"), fields.instant("i").orElseThrow());
    assertEquals("y", fields.object("o").orElseThrow().text("t").orElseThrow());
    assertTrue(fields.flag("f"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'x':null}"})
  void read_absentOrNull_isEmpty(String json) {
    var fields = fields(json);
    assertTrue(fields.text("x").isEmpty());
    assertTrue(fields.secret("x").isEmpty());
    assertTrue(fields.uri("x").isEmpty());
    assertTrue(fields.texts("x").isEmpty());
    assertTrue(fields.integer("x").isEmpty());
    assertTrue(fields.integers("x").isEmpty());
    assertTrue(fields.seconds("x").isEmpty());
    assertTrue(fields.instant("x").isEmpty());
    assertTrue(fields.object("x").isEmpty());
    assertFalse(fields.flag("x"));
  }

  @Test
  void text_blank_countsAsAbsent() {
    assertTrue(fields("{'x':' '}").text("x").isEmpty());
    assertTrue(fields("{'x':''}").secret("x").isEmpty());
    assertTrue(fields("{'x':''}").texts("x").isEmpty());
  }

  @Test
  void read_wrongType_namesTheFieldAndNotTheValue() {
    assertProblem("{'x':canary}", f -> f.text("x"), "a.x is not a text");
    assertProblem("{'x':'canary'}", f -> f.uri("x"), "a.x is not an absolute URL");
    assertProblem("{'x':'http://[canary'}", f -> f.uri("x"), "a.x is not an absolute URL");
    assertProblem("{'x':'mailto:canary'}", f -> f.uri("x"), "a.x is not an absolute URL");
    assertProblem("{'x':['a',canary]}", f -> f.texts("x"), "a.x is not a list of texts");
    assertProblem("{'x':canary}", f -> f.texts("x"), "a.x is not a list of texts");
    assertProblem("{'x':'canary'}", f -> f.integer("x"), "a.x is not a whole number");
    assertProblem("{'x':1.5}", f -> f.integer("x"), "a.x is not a whole number");
    assertProblem("{'x':1e99}", f -> f.integer("x"), "a.x is not a whole number");
    assertProblem("{'x':3}", f -> f.integers("x"), "a.x is not a list of whole numbers");
    assertProblem("{'x':['canary']}", f -> f.integers("x"), "a.x is not a list of whole numbers");
    assertProblem("{'x':0}", f -> f.seconds("x"), "a.x is not a number of seconds above zero");
    assertProblem("{'x':'canary'}", f -> f.object("x"), "a.x is not an object");
    assertProblem("{'x':'canary'}", f -> f.flag("x"), "a.x is not true or false");
    assertProblem(
        "{'x':'canary'}", f -> f.instant("x"), "a.x is not a time such as 2026-01-31T12:00:00Z");
  }

  private static void assertProblem(String json, Function<JsonFields, ?> read, String message) {
    var outer = fields("{'a':" + json.replace("canary}", "42}").replace("canary]", "42]") + "}");
    var failure =
        assertThrows(AuthException.class, () -> read.apply(outer.object("a").orElseThrow()));
    assertEquals(message, failure.getMessage());
  }

  private static JsonFields fields(String json) {
    return JsonFields.of(
        JsonText.parseObject(json.replace('\'', '"')),
        problem -> AuthException.usage(problem, null));
  }
}
