package dev.keyfob.auth.api.internal.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;

/** Makes jars of classes that are on the tests' own path. */
final class TestJar {
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final Map<Class<?>, List<Class<?>>> services = new LinkedHashMap<>();
  private final List<String> requires = new ArrayList<>(List.of("dev.keyfob.auth.api"));
  private @Nullable String module;

  static TestJar of(Class<?>... classes) {
    TestJar jar = new TestJar();
    for (Class<?> type : classes) {
      jar.entries.put(path(type), bytes(type));
    }
    return jar;
  }

  TestJar providing(Class<?> service, Class<?> implementation) {
    services.computeIfAbsent(service, s -> new ArrayList<>()).add(implementation);
    return this;
  }

  TestJar asModule(String name, String... required) {
    module = name;
    requires.addAll(List.of(required));
    return this;
  }

  TestJar without(Class<?> type) {
    entries.remove(path(type));
    return this;
  }

  Path in(Path folder, String fileName) throws IOException {
    services.forEach(
        (service, implementations) ->
            entries.put(
                "META-INF/services/" + service.getName(),
                String.join("\n", implementations.stream().map(Class::getName).toList())
                    .getBytes(StandardCharsets.UTF_8)));
    if (module != null) {
      entries.put("module-info.class", descriptor(module));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    }
    Path file = folder.resolve(fileName);
    Files.write(file, bytes.toByteArray());
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private byte[] descriptor(String name) {
    return ClassFile.of()
        .buildModule(
            ModuleAttribute.of(
                ModuleDesc.of(name),
                builder -> {
                  builder.requires(ModuleDesc.of("java.base"), ClassFile.ACC_MANDATED, null);
                  requires.forEach(required -> builder.requires(ModuleDesc.of(required), 0, null));
                  services.forEach(
                      (service, implementations) ->
                          builder.provides(
                              service.describeConstable().orElseThrow(),
                              implementations.stream()
                                  .map(c -> c.describeConstable().orElseThrow())
                                  .toArray(ClassDesc[]::new)));
                }),
            classFile ->
                classFile.with(
                    java.lang.classfile.attribute.ModulePackagesAttribute.ofNames(
                        services.values().stream()
                            .flatMap(List::stream)
                            .map(c -> PackageDesc.of(c.getPackageName()))
                            .distinct()
                            .toList())));
  }

  private static String path(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static byte[] bytes(Class<?> type) {
    try (InputStream in = type.getResourceAsStream("/" + path(type))) {
      if (in == null) {
        throw new IllegalArgumentException("no class file for " + type);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
