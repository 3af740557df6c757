package dev.keyfob.auth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** A change to what the module offers or needs is made on purpose or not at all. */
class ModuleDescriptorTests {
  private static final String GOLDEN =
      """
      dev.keyfob.auth.api
      exports dev.keyfob.auth.api
      exports dev.keyfob.auth.api.http
      exports dev.keyfob.auth.api.spi
      exports dev.keyfob.auth.api.spi.support
      provides dev.keyfob.auth.api.KeyfobBuilder with [dev.keyfob.auth.api.internal.DefaultKeyfobBuilder]
      requires jakarta.json [TRANSITIVE]
      requires java.base [MANDATED]
      requires java.net.http [TRANSITIVE]
      requires org.jspecify [TRANSITIVE, STATIC]
      uses dev.keyfob.auth.api.KeyfobBuilder
      uses dev.keyfob.auth.api.spi.CredentialProvider
      uses dev.keyfob.auth.api.spi.CredentialStoreFactory
      """;

  @Test
  void descriptor_isTheGoldenOne() {
    ModuleDescriptor module =
        ModuleFinder.of(Path.of("target/classes")).findAll().iterator().next().descriptor();
    TreeSet<String> lines = new TreeSet<>();
    module.exports().forEach(export -> lines.add("exports " + export.source()));
    module.opens().forEach(open -> lines.add("opens " + open.source()));
    module.uses().forEach(service -> lines.add("uses " + service));
    module.provides().forEach(service -> lines.add("provides " + service));
    module
        .requires()
        .forEach(
            required ->
                lines.add(
                    "requires " + required.name() + " " + new TreeSet<>(required.modifiers())));
    assertEquals(
        GOLDEN, module.name() + "\n" + lines.stream().collect(Collectors.joining("\n")) + "\n");
  }

  @Test
  void module_isNullMarked() {
    assertTrue(AuthException.class.getModule().isAnnotationPresent(NullMarked.class));
  }
}
