package dev.keyfob.cli.command.profile;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.system.SystemEnvironment;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes over a profile from a file.
 *
 * @param file the file, {@code -} for standard input
 * @param newName the name to give it; empty for the one it has
 * @param force whether to replace one of the same name
 */
public record ProfileImportCommand(
    GlobalOptions globals, String file, Optional<String> newName, boolean force)
    implements Command {
  @Override
  public int run(CommandContext session) {
    JsonObject document = read(session.world());
    String name =
        newName
            .or(() -> nameIn(document))
            .orElseThrow(
                () ->
                    AuthException.usage(
                        "The profile in " + file + " has no name.",
                        "keyfob profile import " + file + " --name NAME"));
    ProfileWriter.requireFree(session, name, force);
    ImportedProfile imported = new ImportedProfile(name, document);
    imported.summary().forEach(session::note);
    if (!force) {
      imported.requireHarmless(file);
    }
    ProfileWriter.report(session, name, session.keyfob().profiles().put(name, document));
    return ExitCode.DONE;
  }

  private JsonObject read(SystemEnvironment world) {
    try {
      return JsonText.parseObject(
          file.equals("-")
              ? world.in().readAllBytes()
              : Files.readAllBytes(world.workingDirectory().resolve(file)));
    } catch (IOException e) {
      throw AuthException.usage("Cannot read " + file + ": " + FileFailure.reason(e) + ".", null);
    } catch (JsonException | InvalidPathException e) {
      throw AuthException.usage("The file " + file + " is not a JSON object.", null);
    }
  }

  private static Optional<String> nameIn(JsonObject document) {
    return document.get("name") instanceof JsonString text
        ? Optional.of(text.getString()).filter(name -> !name.isBlank())
        : Optional.empty();
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    @Parameter(names = "--name")
    private @Nullable String name;

    @Parameter(names = "--force")
    private boolean force;

    @Override
    public ProfileImportCommand request() {
      return new ProfileImportCommand(
          globals(), exactlyOne("the file"), Optional.ofNullable(name), force);
    }
  }
}
