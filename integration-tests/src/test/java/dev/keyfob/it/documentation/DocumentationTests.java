package dev.keyfob.it.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the documentation links to or names is there. */
class DocumentationTests {
  private static final Path ROOT = Fixtures.load().root();
  private static final Set<String> NAMES = readNames();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern CLASS_LINK =
      Pattern.compile("\\[`([A-Z]\\w+)`\\]\\(([^)\\s]+\\.java)\\)");
  private static final Pattern CLASS_NAME = Pattern.compile("[A-Z][a-z]+(?:[A-Z]\\w*)?");
  private static final Pattern TEST = Pattern.compile("[A-Z]\\w+(?:Tests|IT)");
  private static final Pattern FILE =
      Pattern.compile("(?:[\\w.-]+/)+[\\w-][\\w.-]*|(?!java\\.)[\\w-]+\\.(?:md|xml|java)");

  /** The pages of the project; not what a build has left. */
  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream.concat(top, docs).filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages;
  }

  @Test
  void pages_areFound() throws IOException {
    assertTrue(pages().size() > 20, () -> "only a few pages in " + ROOT);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_relativeLinks_leadToWhatExists(Path page) throws IOException {
    List<String> broken =
        LINK.matcher(prose(page))
            .results()
            .map(result -> result.group(1))
            .filter(target -> !target.matches("[a-z]+:.*"))
            .filter(target -> !exists(page, target))
            .toList();
    assertEquals(List.of(), broken);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_filesNamed_exist(Path page) throws IOException {
    Set<String> top = topLevel();
    List<String> missing =
        code(page)
            .filter(text -> FILE.matcher(text).matches())
            .filter(text -> !text.contains("/") || top.contains(text.split("/", 2)[0]))
            .filter(text -> !text.matches("(?:[\\w-]+/)+target(?:/.*)?"))
            .filter(text -> !Files.exists(ROOT.resolve(text)) && !NAMES.contains(text))
            .toList();
    assertEquals(List.of(), missing);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_testsNamed_exist(Path page) throws IOException {
    List<String> missing =
        code(page)
            .map(text -> text.split("\\.", 2)[0])
            .filter(text -> TEST.matcher(text).matches())
            .filter(text -> !text.startsWith("Foo") && !NAMES.contains(text + ".java"))
            .toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void architecture_classNames_areThoseOfTheFilesLinked() throws IOException {
    List<MatchResult> links = CLASS_LINK.matcher(architecture()).results().toList();
    assertFalse(links.isEmpty());
    assertEquals(
        List.of(),
        links.stream()
            .filter(link -> !link.group(2).endsWith("/" + link.group(1) + ".java"))
            .map(MatchResult::group)
            .toList());
  }

  @Test
  void architecture_classesNamed_exist() throws IOException {
    Set<String> missing = new TreeSet<>();
    CODE.matcher(architecture())
        .results()
        .map(result -> result.group(1))
        .filter(name -> CLASS_NAME.matcher(name).matches())
        .filter(name -> !name.equals("Arguments") && !NAMES.contains(name + ".java"))
        .forEach(missing::add);
    assertEquals(Set.of(), missing);
  }

  private static String architecture() throws IOException {
    return prose(ROOT.resolve("docs/architecture.md"));
  }

  private static String prose(Path page) throws IOException {
    return BLOCK.matcher(Files.readString(page)).replaceAll("");
  }

  private static Stream<String> code(Path page) throws IOException {
    return CODE.matcher(prose(page)).results().map(result -> result.group(1));
  }

  private static boolean exists(Path page, String target) {
    String[] parts = target.split("#", 2);
    Path file =
        parts[0].isEmpty() ? page : Objects.requireNonNull(page.getParent()).resolve(parts[0]);
    return Files.exists(file) && (parts.length == 1 || headings(file).contains(parts[1]));
  }

  /** The fragments that GitHub gives to the headings of a page. */
  private static List<String> headings(Path page) {
    try (Stream<String> lines = Files.lines(page)) {
      return lines
          .filter(line -> line.matches("#+ .*"))
          .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
          .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> topLevel() throws IOException {
    try (Stream<Path> files = Files.list(ROOT)) {
      Set<String> names = new TreeSet<>();
      files.filter(Files::isDirectory).forEach(file -> names.add(file.getFileName().toString()));
      names.remove("target");
      return names;
    }
  }

  /** The names of all files, but for those that a build has made. */
  private static Set<String> readNames() {
    Set<String> names = new TreeSet<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              String name = String.valueOf(folder.getFileName());
              return name.equals("target") || name.equals(".git")
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              names.add(String.valueOf(file.getFileName()));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }
}
