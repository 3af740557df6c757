package dev.keyfob.it.plugin;

import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Jars of plugins, out of source text or out of other jars. */
final class SourceJar {
  static final String PROVIDER = CredentialProvider.class.getName();
  static final String STORE = CredentialStoreFactory.class.getName();

  private SourceJar() {}

  /**
   * Compiles classes and packs them.
   *
   * @param jar where to
   * @param services the implementations, separated by line feeds, by service
   * @param sources Java by class name, {@code module-info} included
   */
  static Path compiled(Path jar, Map<String, String> services, Map<String, String> sources)
      throws IOException {
    Path classes = Files.createTempDirectory(jar.getParent(), "classes");
    compile(classes, sources);
    Map<String, byte[]> entries = services(services);
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.put(classes.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return pack(jar, entries);
  }

  /** Copies a jar without its module descriptor, with service files instead. */
  static Path rewritten(Path original, Path jar, Map<String, String> services) throws IOException {
    Map<String, byte[]> entries = services(services);
    try (JarFile from = new JarFile(original.toFile())) {
      for (JarEntry entry : Collections.list(from.entries())) {
        if (!entry.isDirectory() && !entry.getName().matches("module-info.class|META-INF/.*")) {
          try (InputStream in = from.getInputStream(entry)) {
            entries.put(entry.getName(), in.readAllBytes());
          }
        }
      }
    }
    return pack(jar, entries);
  }

  private static Map<String, byte[]> services(Map<String, String> services) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    services.forEach(
        (service, implementations) ->
            entries.put(
                "META-INF/services/" + service, implementations.getBytes(StandardCharsets.UTF_8)));
    return entries;
  }

  private static Path pack(Path jar, Map<String, byte[]> entries) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return jar;
  }

  private static void compile(Path classes, Map<String, String> sources) throws IOException {
    List<SourceText> units =
        sources.entrySet().stream().map(e -> new SourceText(e.getKey(), e.getValue())).toList();
    StringWriter said = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  options(classes, sources.containsKey("module-info")),
                  null,
                  units)
              .call();
      if (!compiled) {
        throw new AssertionError(said.toString());
      }
    }
  }

  private static List<String> options(Path classes, boolean module) {
    List<String> options =
        new ArrayList<>(
            List.of("-proc:none", "-d", classes.toString(), "-p", KeyfobModules.compileTimePath()));
    if (!module) {
      options.addAll(List.of("--add-modules", "dev.keyfob.auth.api"));
    }
    return options;
  }

  private static final class SourceText extends SimpleJavaFileObject {
    private final String text;

    SourceText(String name, String text) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
