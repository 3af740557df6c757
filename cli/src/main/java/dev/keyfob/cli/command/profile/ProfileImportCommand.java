package dev.keyfob.cli.command.profile;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.Placeholder;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Hint;
import dev.keyfob.cli.system.SystemEnvironment;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Imports a profile from a file.
 *
 * @param file the file, {@code -} for standard input
 * @param newName the name to give it; empty for the one it has
 * @param force whether to replace one of the same name
 */
public record ProfileImportCommand(
    GlobalOptions globals, String file, Optional<String> newName, boolean force)
    implements Command {
  private static final String EXTENSION = ".json";

  @Override
  public int run(CommandContext context) {
    JsonObject document = read(context.system());
    String name =
        newName
            .or(() -> nameIn(document))
            .or(this::nameOfFile)
            .orElseThrow(
                () ->
                    AuthException.usage(
                        "The profile has no name. Name it with --name.",
                        "keyfob help profile import"));
    ProfileWriter.requireFree(context, name, force);
    ImportedProfile imported = new ImportedProfile(name, document);
    imported.summary().forEach(context::note);
    if (!force) {
      imported.requireHarmless(again());
    }
    ProfileWriter.write(context, name, document);
    return ExitCode.DONE;
  }

  private JsonObject read(SystemEnvironment system) {
    try {
      return JsonText.parseObject(
          file.equals("-")
              ? system.in().readAllBytes()
              : Files.readAllBytes(system.workingDirectory().resolve(file)));
    } catch (IOException e) {
      throw AuthException.usage("Cannot read " + file + ": " + FileFailure.reason(e) + ".", null);
    } catch (JsonException | InvalidPathException e) {
      throw AuthException.usage("The file " + file + " is not a JSON object.", null);
    }
  }

  /** The same command for who has looked at the profile. */
  private String again() {
    return "keyfob profile import "
        + Hint.word(file)
        + newName.map(name -> " --name " + Hint.word(name)).orElse("")
        + " --force";
  }

  /** As a profile is found in the folder of profiles. */
  private Optional<String> nameOfFile() {
    Path path = Path.of(file).getFileName();
    String name = path == null ? "" : path.toString();
    return name.length() > EXTENSION.length() && name.endsWith(EXTENSION)
        ? Optional.of(name.substring(0, name.length() - EXTENSION.length()))
        : Optional.empty();
  }

  private static Optional<String> nameIn(JsonObject document) {
    return document.get("name") instanceof JsonString text
        ? Optional.of(text.getString()).filter(name -> !name.isBlank())
        : Optional.empty();
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "profile import";

    @Parameter(
        names = "--name",
        description = "the name; else that in the file, else that of the file")
    @Placeholder("NAME")
    private @Nullable String name;

    @Parameter(names = "--force", description = "replace a profile of the same name")
    private boolean force;

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "import a profile from a file",
              """
              Import a profile from a JSON file, or from standard input as -.
              """)
          .withUsage("FILE [OPTIONS]")
          .withExamples(
              """
              keyfob profile import acme.json
              """);
    }

    @Override
    public ProfileImportCommand toCommand() {
      return new ProfileImportCommand(
          globals(), exactlyOne("the file"), Optional.ofNullable(name), force);
    }
  }
}
