package dev.keyfob.cli.command.info;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Shows the documents that come with keyfob.
 *
 * @param page which, without {@code .md}; empty for a list
 */
public record DocsCommand(GlobalOptions globals, Optional<String> page) implements Command {
  private static final String EXTENSION = ".md";

  @Override
  public int run(CommandContext context) {
    Path folder =
        context
            .system()
            .documents()
            .get()
            .orElseThrow(
                () ->
                    AuthException.usage(
                        "The documentation is not part of this installation.",
                        "keyfob help --all"));
    List<String> names = names(folder);
    if (page.isEmpty()) {
      if (context.json()) {
        context.print(new Json().put("folder", folder.toString()).putTexts("pages", names).build());
      } else {
        names.forEach(context::print);
        context.note("keyfob docs PAGE shows one; they are in " + folder);
      }
      return ExitCode.DONE;
    }
    String name = page.get();
    if (!names.contains(name)) {
      throw AuthException.usage("Unknown document: " + name + ".", "keyfob docs");
    }
    Path file = folder.resolve(name.contains(".") ? name : name + EXTENSION);
    if (!(context.system().tty().out() && Pager.show(file, context.system().environment()))) {
      context.printLines(read(file));
    }
    return ExitCode.DONE;
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(EXTENSION) || name.endsWith(".schema.json"))
          .filter(name -> !name.startsWith("adr/"))
          .map(name -> name.endsWith(EXTENSION) ? name.substring(0, name.length() - 3) : name)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static AuthException unreadable(Path path, IOException cause) {
    return AuthException.usage(
        "Cannot read " + path + ": " + FileFailure.reason(cause) + ".", "keyfob help --all");
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "docs";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "show the documents that come with keyfob",
              """
              Show the documents that come with keyfob: at a terminal in a pager, which PAGER
              names, else as they are. Without a page it lists them.
              """)
          .withUsage("[PAGE]")
          .withExamples(
              """
              keyfob docs
              keyfob docs login
              keyfob docs services/github
              """);
    }

    @Override
    public DocsCommand toCommand() {
      return new DocsCommand(globals(), atMostOne());
    }
  }
}
