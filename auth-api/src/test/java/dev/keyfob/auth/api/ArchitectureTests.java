package dev.keyfob.auth.api;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
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
import dev.keyfob.auth.api.internal.Composition;
import dev.keyfob.auth.api.internal.DoctorService;
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

  @Test
  void internalPackages_haveNoCycles() {
    check(slices().matching(INTERNAL + ".(*)..").should().beFreeOfCycles());
  }

  @Test
  void values_knowNothingOfTheInside() {
    check(
        noClasses()
            .that(resideInAPackage(API))
            .and(
                not(
                    belongToAnyOf(
                        Keyfob.class,
                        KeyfobBuilder.class,
                        DoctorService.class,
                        Composition.class,
                        Profiles.class,
                        Sealing.class,
                        ServiceProfile.class)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(INTERNAL + ".."));
  }

  @Test
  void http_isBelowTheSpi() {
    check(
        noClasses()
            .that(resideInAPackage(API + ".http"))
            .should()
            .dependOnClassesThat(
                resideInAPackage(API + ".spi..").or(resideInAPackage(INTERNAL + ".."))));
  }

  @Test
  void system_isAskedForItsSettingsAtTheEdgeOnly() {
    check(
        noClasses()
            .that(
                not(resideInAPackage(INTERNAL + "..")).and(not(belongToAnyOf(KeyfobBuilder.class))))
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
