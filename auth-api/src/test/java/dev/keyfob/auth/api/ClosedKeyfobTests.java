package dev.keyfob.auth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.testkit.FakeKey;
import dev.keyfob.auth.testkit.InMemoryStore;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** After {@code close()}, every method of everything that the instance has handed out throws. */
class ClosedKeyfobTests {
  private static final AccountKey KEY = AccountKey.of("acme");
  private static final JsonObject DOCUMENT =
      jakarta.json.Json.createObjectBuilder().add("apiBaseUri", "https://api.acme.example").build();

  /** An argument for each type that the public methods take. */
  private static final Map<Class<?>, Object> ARGUMENTS =
      Map.ofEntries(
          Map.entry(String.class, "acme"),
          Map.entry(boolean.class, false),
          Map.entry(Optional.class, Optional.empty()),
          Map.entry(Duration.class, Duration.ZERO),
          Map.entry(Predicate.class, (Predicate<Credential>) credential -> true),
          Map.entry(URI.class, URI.create("https://api.acme.example/me")),
          Map.entry(AccountKey.class, KEY),
          Map.entry(Secret.class, Secret.of("correct horse")),
          Map.entry(LoginRequest.class, LoginRequest.of(KEY)),
          Map.entry(JsonObject.class, JsonValue.EMPTY_JSON_OBJECT),
          Map.entry(
              ResolvedCredential.class,
              new ResolvedCredential(
                  KEY, new FakeKey("key", Secret.of("k")), new Origin.Environment("ACME_KEY"))),
          Map.entry(
              HttpRequest.class,
              HttpRequest.newBuilder(URI.create("https://api.acme.example/me")).build()),
          Map.entry(BodyHandler.class, BodyHandlers.ofString()));

  @TempDir private Path home;
  private Keyfob keyfob;

  @BeforeEach
  void open() {
    keyfob =
        Keyfob.builder()
            .environment(Map.of("KEYFOB_HOME", home.toString(), "HOME", home.toString()))
            .store(new InMemoryStore("memory"))
            .profile("acme", DOCUMENT)
            .withoutPluginFolder()
            .open();
  }

  @TestFactory
  Stream<DynamicTest> everyMethod_afterClose_throws() {
    Map<Class<?>, Object> handedOut =
        Map.of(
            Keyfob.class, keyfob,
            Profiles.class, keyfob.profiles(),
            Sealing.class, keyfob.sealing(),
            AuthenticatedClient.class, keyfob.client("acme"));
    keyfob.close();
    return handedOut.entrySet().stream()
        .flatMap(
            each ->
                Arrays.stream(each.getKey().getMethods())
                    .filter(method -> !Modifier.isStatic(method.getModifiers()))
                    .filter(method -> !method.getName().equals("close"))
                    .map(
                        method ->
                            DynamicTest.dynamicTest(
                                each.getKey().getSimpleName() + "." + method.getName(),
                                () -> assertThrowsWhenClosed(method, each.getValue()))));
  }

  private static void assertThrowsWhenClosed(Method method, Object target) {
    Object[] arguments =
        Arrays.stream(method.getParameterTypes())
            .map(type -> Objects.requireNonNull(ARGUMENTS.get(type), () -> "no " + type))
            .toArray();
    var thrown =
        assertThrows(InvocationTargetException.class, () -> method.invoke(target, arguments));
    assertInstanceOf(IllegalStateException.class, thrown.getCause());
  }

  @Test
  void put_afterClose_writesNothing() throws IOException {
    Profiles profiles = keyfob.profiles();
    keyfob.close();
    assertThrows(IllegalStateException.class, () -> profiles.put("other", DOCUMENT));
    try (Stream<Path> files = Files.walk(home)) {
      assertTrue(files.noneMatch(Files::isRegularFile));
    }
  }

  @Test
  void close_again_doesNothing() {
    keyfob.close();
    keyfob.close();
    assertEquals(
        "this Keyfob is closed",
        assertThrows(IllegalStateException.class, keyfob::directories).getMessage());
  }
}
