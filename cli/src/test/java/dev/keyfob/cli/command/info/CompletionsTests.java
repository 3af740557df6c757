package dev.keyfob.cli.command.info;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import dev.keyfob.cli.Commands;
import dev.keyfob.cli.command.OptionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompletionsTests {
  private static final Commands COMMANDS = new Commands();

  /** Says which profile's accounts it was asked for. */
  private static final class FakeNames implements Completions.Names {
    @Override
    public Iterable<String> profiles() {
      return List.of("acme", "heygen");
    }

    @Override
    public Iterable<String> accounts(Optional<String> profile) {
      return List.of("default", "of-" + profile.orElse("chosen"));
    }
  }

  /** The candidates without what they are; the line's last word is the one being written. */
  private static List<String> at(String line) {
    return Completions.of(List.of(line.split(" ", -1)), COMMANDS, new FakeNames()).stream()
        .map(candidate -> candidate.replaceFirst("(?<=.)\t.*", ""))
        .toList();
  }

  static List<String> commands() {
    return COMMANDS.names();
  }

  @Nested
  class CommandNames {
    @ParameterizedTest
    @MethodSource("dev.keyfob.cli.command.info.CompletionsTests#commands")
    void everyCommand_isOffered(String command) {
      assertTrue(at(command.replaceFirst(".$", "")).contains(command.replaceFirst(".* ", "")));
    }

    @Test
    void command_afterGlobalOptions_isOffered() {
      assertEquals(List.of("token", "token-file"), at("--json --profile acme --account work tok"));
    }

    @Test
    void group_isOfferedOnceThenItsWords() {
      assertEquals(List.of("profile"), at("prof"));
      assertEquals(
          List.of("list", "show", "add", "remove", "import", "set", "edit"), at("profile "));
    }

    @Test
    void description_ofCommandAndSubcommand_isThatOfTheHelp() {
      assertEquals(
          List.of("whoami\twho the credential belongs to"),
          Completions.of(List.of("who"), COMMANDS, new FakeNames()));
      assertEquals(
          List.of("list\tlist the profiles"),
          Completions.of(List.of("profile", "l"), COMMANDS, new FakeNames()));
    }

    @Test
    void topic_ofHelp_isACommandOrTwoWords() {
      assertEquals(List.of("token", "token-file"), at("help tok"));
      assertEquals(List.of("use"), at("help account u"));
      assertEquals(List.of(), at("help token "));
    }

    @Test
    void command_unknown_nothing() {
      assertEquals(List.of(), at("nope "));
      assertEquals(List.of(), at("profile nope "));
    }

    @Test
    void words_none_nothing() {
      assertEquals(List.of(), Completions.of(List.of(), COMMANDS, new FakeNames()));
    }
  }

  @Nested
  class Arguments {
    @Test
    void profile_whereOneCanStand_isOffered() {
      assertEquals(List.of("acme", "heygen"), at("token "));
      assertEquals(List.of("heygen"), at("profile remove hey"));
    }

    @Test
    void profile_givenAlready_nothingMore() {
      assertEquals(List.of(), at("token acme "));
    }

    @Test
    void account_isOfTheProfileOnTheLine() {
      assertEquals(List.of("default", "of-acme"), at("account use acme "));
      assertEquals(List.of("default", "of-heygen"), at("token heygen --account "));
      assertEquals(List.of("default", "of-heygen"), at("token --profile heygen --account "));
      assertEquals(List.of("default", "of-heygen"), at("--profile=heygen token --account "));
      assertEquals(List.of("default", "of-chosen"), at("token --account "));
    }

    @Test
    void argument_thatCanBeLeftOut_isOfferedWithTheNext() {
      assertEquals(List.of("acme", "heygen", "default", "of-chosen"), at("account use "));
      assertEquals(List.of("GET"), at("api acme G"));
    }

    @Test
    void file_isTheShellsBusiness() {
      assertEquals(List.of("\tfiles"), at("profile import ac"));
      assertEquals(List.of("\tfiles"), at("api acme /me -o re"));
    }

    @Test
    void word_ofAFixedChoice_isOffered() {
      assertEquals(List.of("bash", "zsh", "fish"), at("completion "));
    }

    @Test
    void afterEndOfOptions_programsAndThenFilesAreOffered() {
      assertEquals(List.of("\tprograms"), at("exec acme -- "));
      assertEquals(List.of("\tprograms"), at("exec acme -- prin"));
      assertEquals(List.of("\tfiles"), at("exec acme -- cat "));
    }
  }

  @Nested
  class Options {
    @Test
    void option_ofTheCommandAndOfAll_isOffered() {
      assertEquals(List.of("--offline"), at("status acme --off"));
      assertEquals(List.of("--json"), at("status acme --js"));
      assertEquals(List.of(), at("status --min"));
    }

    @Test
    void value_ofAnOption_isOffered() {
      assertEquals(List.of("keychain"), at("login --store k"));
      assertEquals(List.of("exec-credential"), at("token acme --format "));
      assertEquals(List.of("acme", "heygen"), at("--profile "));
    }

    @Test
    void value_behindAnEqualsSign_isOfferedWithTheOption() {
      assertEquals(List.of("--store=auto"), at("login --store=a"));
      assertEquals(List.of("--profile=heygen"), at("status --profile=h"));
      assertEquals(List.of(), at("status --nope=h"));
      assertEquals(List.of(), at("status --json=h"));
    }

    @Test
    void value_thatNobodyKnows_isLeftToThePerson() {
      assertEquals(List.of(), at("login --timeout "));
    }

    @Test
    void description_overTwoLinesOfTheHelp_isWhole() {
      assertEquals(
          List.of("--format\tprint an ExecCredential for kubectl"),
          Completions.of(List.of("token", "--form"), COMMANDS, new FakeNames()));
      assertTrue(
          Completions.of(List.of("api", "--fie"), COMMANDS, new FakeNames())
              .getFirst()
              .endsWith("with -X GET they become the query"));
    }

    /** A value that the help does not name would be taken for the next argument. */
    @ParameterizedTest
    @MethodSource("dev.keyfob.cli.command.info.CompletionsTests#commands")
    void everyOption_withAValue_hasOneInTheHelp(String command) {
      JCommander parser =
          JCommander.newBuilder().addObject(COMMANDS.arguments(command).orElseThrow()).build();
      parser.createDescriptions();
      List<OptionDescription> described = new ArrayList<>(COMMANDS.globalOptions());
      described.addAll(COMMANDS.options(command));
      for (OptionDescription option : described) {
        for (ParameterDescription known : parser.getParameters()) {
          if (List.of(known.getParameter().names()).equals(option.names())) {
            assertEquals(
                known.getParameterized().getType() != boolean.class,
                option.value().isPresent(),
                () -> command + " " + option);
          }
        }
      }
    }
  }
}
