package dev.keyfob.cli.command.profile;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.system.ChildProcess;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens a profile in the person's editor, and takes it over if it is good. What is not is kept, so
 * that no work is lost.
 *
 * @param named the profile as an argument
 */
public record ProfileEditCommand(GlobalOptions globals, Optional<String> named) implements Command {
  @Override
  public int run(CommandContext context) {
    Profiles profiles = context.keyfob().profiles();
    String name = context.key(named).profile();
    JsonObject before = profiles.document(name);
    try {
      Path copy = Files.createTempFile("keyfob-profile-", ".json"); // readable by its owner only
      Files.writeString(copy, JsonText.pretty(before));
      edit(context, copy);
      JsonObject after = read(copy);
      if (!after.equals(before)) {
        try {
          ProfileWriter.write(context, name, after);
        } catch (AuthException e) {
          context.note("What you have written is kept in " + copy + ".");
          throw e;
        }
      }
      Files.deleteIfExists(copy);
      return ExitCode.DONE;
    } catch (IOException e) {
      throw AuthException.usage("The profile cannot be edited: " + e.getMessage(), null);
    }
  }

  private static JsonObject read(Path copy) throws IOException {
    try {
      return JsonText.parseObject(Files.readAllBytes(copy));
    } catch (JsonException e) {
      throw AuthException.usage(
          "This is not a JSON object; it is kept in " + copy + ".",
          "correct it, then: keyfob profile import " + copy + " --name \"$NAME\" --force");
    }
  }

  private static void edit(CommandContext context, Path file) throws IOException {
    Map<String, String> environment = context.system().environment();
    String written =
        List.of("VISUAL", "EDITOR").stream()
            .map(variable -> environment.getOrDefault(variable, "").strip())
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("vi");
    List<String> command = new ArrayList<>(List.of(written.split("\\s+")));
    command.add(file.toString());
    int code =
        new ChildProcess(context.system()).run(command, context.credentialVariables(), Map.of());
    if (code != 0) {
      Files.deleteIfExists(file);
      throw AuthException.usage(
          "The editor exited with code " + code + "; nothing was changed.", null);
    }
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "profile edit";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "change a description in your editor",
              """
              Open a profile in VISUAL or EDITOR, check it and write it. One that comes with
              keyfob becomes your own.
              """)
          .withUsage("[PROFILE]")
          .withExamples(
              """
              keyfob profile edit work
              """);
    }

    @Override
    public ProfileEditCommand toCommand() {
      return new ProfileEditCommand(globals(), atMostOne());
    }
  }
}
