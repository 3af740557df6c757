package dev.keyfob.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the command line may and may not do; see docs/architecture.md. */
class CliArchitectureTests {
  private static final String ROOT = "dev.keyfob.cli";
  private static final Pattern TYPE = Pattern.compile("(dev/keyfob/[\\w/]+)(\\$.*)?\\.class");
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(CliArchitectureTests::isOfNoTest)
          .importPackages(ROOT);

  @Test
  void packages_haveNoCycles() {
    check(slices().matching("(" + ROOT + "..)").should().beFreeOfCycles());
  }

  @Test
  void root_isKnownToNobody() {
    check(
        noClasses()
            .that(resideInAPackage(ROOT + ".*.."))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT)));
  }

  /** A command that another one needs is a part of it that belongs elsewhere. */
  @Test
  void commands_areKnownToTheRegistryAlone() {
    check(
        noClasses()
            .that(
                DescribedPredicate.not(resideInAPackage(ROOT + ".command.*.."))
                    .and(DescribedPredicate.not(belongToAnyOf(Commands.class))))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + ".command.*..")));
  }

  @Test
  void streamsOfTheProcess_belongToMain() {
    check(
        noClasses()
            .that(DescribedPredicate.not(belongToAnyOf(Main.class)))
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
  void environmentOfTheProcess_isReadAtTheEdge() {
    check(
        noClasses()
            .that(
                DescribedPredicate.not(belongToAnyOf(Main.class))
                    .and(DescribedPredicate.not(resideInAPackage(ROOT + ".system"))))
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class));
  }

  @Test
  void rules_haveSomethingToLookAt() {
    assertTrue(MAIN.size() > 100, "the classes are not where they are looked for");
  }

  private static boolean isOfNoTest(Location location) {
    Matcher type = TYPE.matcher(location.toString());
    return type.find() && Files.notExists(Path.of("src/test/java", type.group(1) + ".java"));
  }

  private static void check(ArchRule rule) {
    rule.check(MAIN);
  }
}
