package dev.keyfob.auth.api;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the house may and may not do; see docs/architecture.md. */
class ArchitectureTests {
  private static final String API = "dev.keyfob.auth.api";
  private static final String INTERNAL = API + ".internal";
  private static final JavaClasses MAIN =
      new ClassFileImporter().importPath(Path.of("target/classes"));

  private static final SliceAssignment EACH_PACKAGE =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return type.getPackageName().startsWith(API)
              ? SliceIdentifier.of(type.getPackageName())
              : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
          return "each package";
        }
      };

  @Test
  void packages_haveNoCycles() {
    check(slices().assignedFrom(EACH_PACKAGE).should().beFreeOfCycles());
  }

  @Test
  void api_dependsOnNothingButTheClient() {
    check(
        noClasses()
            .that(resideInAPackage(API))
            .should()
            .dependOnClassesThat(
                resideInAPackage(API + "..")
                    .and(not(resideInAPackage(API)))
                    .and(not(resideInAPackage(API + ".http")))));
  }

  @Test
  void http_dependsOnNothing() {
    check(
        noClasses()
            .that(resideInAPackage(API + ".http"))
            .should()
            .dependOnClassesThat(
                resideInAPackage(API + "..").and(not(resideInAPackage(API + ".http")))));
  }

  @Test
  void spi_knowsNeitherItsHelpersNorTheInside() {
    check(
        noClasses()
            .that(resideInAPackage(API + ".spi"))
            .should()
            .dependOnClassesThat(
                resideInAPackage(API + ".spi.support").or(resideInAPackage(INTERNAL + ".."))));
  }

  @Test
  void helpersOfPlugins_knowNothingOfTheInside() {
    check(
        noClasses()
            .that(resideInAPackage(API + ".spi.support"))
            .should()
            .dependOnClassesThat(resideInAPackage(INTERNAL + "..")));
  }

  @Test
  void rooms_doNotKnowHowTheyAreComposed() {
    check(
        noClasses()
            .that(resideInAPackage(INTERNAL + ".*.."))
            .should()
            .dependOnClassesThat(resideInAPackage(INTERNAL)));
  }

  /** CurrentUser needs the user's name where no {@code /proc} tells its number. */
  @Test
  void system_isAskedForItsSettingsInsideOnly() {
    check(
        noClasses()
            .that(not(resideInAPackage(INTERNAL + "..")))
            .and(not(simpleName("CurrentUser")))
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getProperty", String.class)
            .orShould()
            .callMethod(System.class, "getenv", String.class));
  }

  @Test
  void standardStreams_belongToTheCommandLine() {
    check(
        noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in")
            .orShould()
            .callMethod(System.class, "exit", int.class));
  }

  @Test
  void exportedSignatures_nameNothingInternal() {
    List<String> leaks = new ArrayList<>();
    for (JavaClass type : MAIN) {
      if (!type.getPackageName().startsWith(INTERNAL) && isVisible(type)) {
        type.getMembers().stream()
            .filter(ArchitectureTests::isVisible)
            .filter(member -> types(member).anyMatch(t -> t.getPackageName().startsWith(INTERNAL)))
            .forEach(member -> leaks.add(member.getFullName()));
      }
    }
    assertEquals(List.of(), leaks);
  }

  @Test
  void rules_haveSomethingToLookAt() {
    assertTrue(MAIN.size() > 100, "the classes are not where they are looked for");
  }

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaClass> types(JavaMember member) {
    return switch (member) {
      case JavaField field -> field.getType().getAllInvolvedRawTypes().stream();
      case JavaCodeUnit code ->
          Stream.concat(Stream.of(code.getReturnType()), code.getParameterTypes().stream())
              .flatMap(type -> type.getAllInvolvedRawTypes().stream());
      default -> Stream.empty();
    };
  }

  private static void check(ArchRule rule) {
    rule.check(MAIN);
  }
}
